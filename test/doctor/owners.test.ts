import { describe, expect, it } from "vitest";
import { ownerRows } from "../../commands/doctor/owners.ts";
import { CLAIMS, NOT_READ, unread, WHERE } from "./given.ts";

const context = { declared: [] as string[], pipeline: undefined, claims: CLAIMS, clientId: "c1", where: WHERE };
const none = { value: [] };

describe("the owners of the stack's application and of its service principal", () => {
  it.each([
    ["nobody", none, none, context],
    ["whom esia:owners names, however written", { value: ["A1"] }, { value: ["a1"] }, { ...context, declared: ["a1"] }],
    ["the stack's own pipeline", { value: ["P1"] }, none, { ...context, pipeline: "p1" }],
    [
      "the operator that may change nothing else: the right to renew speaks of it",
      { value: ["o"] },
      none,
      { ...context, claims: { ...CLAIMS, roles: ["Application.ReadWrite.OwnedBy"] } },
    ],
  ])("pass where they are %s", (_, application, principal, given) => {
    expect(ownerRows({ application, principal }, given)).toEqual([
      { check: "Owners not declared", result: "pass", detail: "None beyond what esia:owners names." },
    ]);
  });

  it("are a warning where an interrupted first run left whoever made them, with the command that takes him away", () => {
    expect(ownerRows({ application: { value: ["o"] }, principal: { value: ["o", "p"] } }, context)).toEqual([
      {
        check: "Owners not declared",
        result: "warn",
        detail:
          "o owns the application, and esia:owners does not name it: an owner can add keys. An interrupted first run leaves " +
          "whoever made it, or somebody added it by hand.",
        next: "If nobody needs it: 'az ad app owner remove --id c1 --owner-object-id o'.",
      },
      {
        check: "Owners not declared",
        result: "warn",
        detail:
          "o, p own the service principal, and esia:owners does not name them: an owner can add keys. An interrupted first run " +
          "leaves whoever made it, or somebody added it by hand.",
        next: expect.stringContaining("If nobody needs it: Entra, Enterprise applications, its page, Owners"),
      },
    ]);
  });

  it("are taken away by a refresh where esia:owners names others", () => {
    const [row] = ownerRows({ application: { value: ["o", "a1"] }, principal: none }, { ...context, declared: ["a1"] });
    expect(row).toMatchObject({
      result: "warn",
      next: "'pulumi up --refresh --stack acme' takes away whom esia:owners does not name.",
    });
  });

  it("are a warning where the pipeline owns the service principal too, which nobody declares", () => {
    const rows = ownerRows({ application: none, principal: { value: ["p1"] } }, { ...context, pipeline: "p1" });
    expect(rows).toMatchObject([{ result: "warn", detail: expect.stringContaining("p1 owns the service principal") }]);
  });

  it("fail where they were not read", () => {
    expect(ownerRows({ application: none, principal: unread }, context)).toEqual([
      { check: "Owners not declared", ...NOT_READ },
    ]);
  });
});
