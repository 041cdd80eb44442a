import { describe, expect, it } from "vitest";
import { unknownWayRow } from "../../commands/doctor/sign-in.ts";

const HOW = "OIDC token (ARM_CLIENT_ID, ARM_OIDC_TOKEN_FILE_PATH)";
const INSTEAD = ["ARM_OIDC_TOKEN (in place of ARM_OIDC_TOKEN_FILE_PATH)"];

describe("a way of signing in that Pulumi's azuread does not know", () => {
  it("fails, with what works instead", () => {
    expect(unknownWayRow(HOW, INSTEAD, false)).toEqual({
      check: "Sign-in",
      result: "fail",
      detail:
        "By OIDC token (ARM_CLIENT_ID, ARM_OIDC_TOKEN_FILE_PATH): pulumi-azuread 6.9.1 does not know that way and ends in " +
        "'failed to load Azure credentials', although the provider beneath it does.",
      next: "Set ARM_OIDC_TOKEN (in place of ARM_OIDC_TOKEN_FILE_PATH).",
    });
  });

  it("is a warning where az is signed in as well, which the provider's check is content with", () => {
    expect(unknownWayRow(HOW, INSTEAD, true)).toMatchObject({
      result: "warn",
      detail: expect.stringContaining("it goes on here only because 'az' is signed in too."),
    });
  });
});
