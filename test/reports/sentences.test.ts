import { describe, expect, it } from "vitest";
import { refused } from "../../microsoft/failure.ts";
import { notPutBack, notRead, reason, willNotHide } from "../../reports/sentences.ts";

describe("a reason", () => {
  it("is the missing right when Graph denies", () => {
    expect(reason(refused("graph.microsoft.com", 403, '{"error":{"code":"Authorization_RequestDenied"}}'))).toBe(
      "the operator lacks the right ReportSettings.ReadWrite.All of Microsoft Graph (the Azure CLI's own token may lack it " +
        "whatever a person's roles are: sign in as an application that was granted it)",
    );
  });

  it("is Graph's own answer when it fails otherwise", () => {
    expect(reason(refused("graph.microsoft.com", 503, '{"error":{"code":"serviceUnavailable"}}'))).toBe(
      "graph.microsoft.com answered 503 serviceUnavailable",
    );
  });

  it("is no certain right when Graph refuses with a code that says something else", () => {
    expect(reason(refused("graph.microsoft.com", 403, '{"error":{"code":"TenantFeatureLocked"}}'))).toBe(
      "graph.microsoft.com answered 403 TenantFeatureLocked: the right ReportSettings.ReadWrite.All is missing, or something of " +
        "the tenant stands against it",
    );
  });

  it.each([
    [
      { errorCode: "invalid_client", errorMessage: "AADSTS7000215: Invalid client secret." },
      "invalid_client: AADSTS7000215: Invalid client secret",
    ],
    [
      Object.assign(new Error("[object Object] Status code: 400\nMore details:\nundefined,"), {
        errorResponse: { error: "invalid_grant", errorDescription: "AADSTS50173: The grant has expired." },
      }),
      "status 400: invalid_grant: AADSTS50173: The grant has expired",
    ],
    [{}, "an error without a word"],
  ])("is what an object says, never [object Object]: %j", (thrown, words) => {
    expect(reason(thrown)).toBe(words);
  });

  it("is an error's first line, without its full stop", () => {
    expect(reason(new Error("AADSTS7000215: Invalid client secret.\r\nTrace ID: 1"))).toBe(
      "AADSTS7000215: Invalid client secret",
    );
  });
});

describe("the operator reads", () => {
  const error = new Error("nobody is signed in");

  it("what to do when names could not be hidden again", () => {
    expect(notPutBack(error)).toBe(
      "Names in usage reports may still be shown to everybody who reads reports, and could not be hidden again: nobody is " +
        "signed in. Run the same command again to retry; or hide them by hand (Microsoft 365 admin centre, Settings, Org " +
        "settings, Services, Reports) and let the stack forget it with 'pulumi state delete URN --stack NAME'.",
    );
  });

  it("what a refresh could not see", () => {
    expect(notRead(error)).toBe(
      "Whether names in usage reports are shown could not be read: nobody is signed in. The state keeps what it had.",
    );
  });

  it("that names will not be hidden, when the stack found them shown or does not know", () => {
    expect([willNotHide("shown"), willNotHide("unknown"), willNotHide("hidden")]).toEqual([
      "Names in usage reports were shown without this stack: it will not hide them.",
      "It cannot be known whether names in usage reports were hidden before: this stack will not hide them.",
      undefined,
    ]);
  });
});
