import { Temporal } from "temporal-polyfill";
import { describe, expect, it } from "vitest";
import { applicationRows } from "../../commands/doctor/application.ts";
import type { Application } from "../../commands/doctor/directory.ts";
import type { StackState } from "../../commands/doctor/stack-state.ts";
import { application, NEW, NOT_READ, RAN, unread, WHERE } from "./given.ts";

describe("applications in the tenant", () => {
  const now = Temporal.Instant.from("2026-11-23T12:00:00Z");
  const judge = (found: Application[], state: StackState) =>
    applicationRows({ value: found }, { state, displayName: "esia", where: WHERE, now });
  const marked = { tags: ["HideApp", "esia-stack:mark-1"] };

  it("none of that name, before the first run, passes", () => {
    expect(judge([], NEW)).toEqual([
      { check: "Application", result: "pass", detail: `None named "esia" yet: a run makes it.` },
    ]);
  });

  it("the stack's own passes, and without its mark is a warning: no plain run puts it back", () => {
    expect(judge([application("c1", marked)], RAN)).toMatchObject([
      {
        result: "pass",
        detail: `"esia", client id c1, made 2026-11-23, is the stack's; it carries the stack's mark.`,
      },
    ]);
    expect(judge([application("c1")], RAN)).toMatchObject([
      {
        result: "warn",
        next: "'pulumi up --refresh --stack acme' puts it back; a run without a refresh does not notice.",
      },
    ]);
  });

  it.each([
    ["its name", { displayName: "other" }],
    ["its tags", { tags: ["esia-stack:mark-1"] }],
    [
      "the roles that it asks for",
      { requiredResourceAccess: [{ resourceAppId: "g", resourceAccess: [{ id: "r1" }, { id: "r2" }] }] },
    ],
    ["the roles that it asks for", { requiredResourceAccess: [] }],
  ])(
    "the stack's own is a warning where a failed update left %s as they were, which no plain run notices",
    (what, change) => {
      const outputs = {
        displayName: "esia",
        tags: ["esia-stack:mark-1", "HideApp"],
        requiredResourceAccesses: [{ resourceAppId: "G", resourceAccesses: [{ id: "R1", type: "Role" }] }],
      };
      const held = [{ type: "azuread:index/application:Application", name: "application", urn: "urn", outputs }];
      const asks = [{ resourceAppId: "g", resourceAccess: [{ id: "r1" }] }];
      const same = application("c1", { ...marked, requiredResourceAccess: asks });
      expect(judge([same], { ...RAN, held })).toMatchObject([{ result: "pass" }]);
      expect(judge([{ ...same, ...change }], { ...RAN, held })).toMatchObject([
        {
          result: "warn",
          detail: expect.stringContaining(`is the stack's, and differs from the state in ${what}: `),
          next: "'pulumi up --refresh --stack acme' brings both to the settings; a run without a refresh does not notice.",
        },
      ]);
    },
  );

  it("the stack's own that is gone fails", () => {
    expect(judge([], RAN)).toMatchObject([
      {
        result: "fail",
        detail:
          "The stack's application (client id c1) is not in this tenant: deleted, or the sign-in is at another tenant.",
      },
    ]);
  });

  it("one with the stack's mark that the state does not hold fails, and is named by its client id", () => {
    expect(judge([application("c9", marked)], { ...NEW, mark: "mark-1" })).toEqual([
      {
        check: "Application",
        result: "fail",
        detail: `"esia", client id c9, made 2026-11-23, carries this stack's mark, but the state does not hold it: an interrupted run left it, or the state was cut.`,
        next:
          "If ESIA's node does not use this client id, remove it: 'az ad app delete --id c9', then 'pulumi up --stack acme'. " +
          "If ESIA uses it, take it over: 'npm run adopt -- --stack acme --client-id c9 --yes', then 'pulumi up --stack acme'.",
      },
    ]);
  });

  it("one whose age nobody knows is named without it", () => {
    expect(judge([application("c9", { createdDateTime: null })], NEW)[0]?.detail).toBe(
      `"esia", client id c9, is there already and not of this stack: a run would refuse to make a second of that name.`,
    );
  });

  it("one of the same name fails before the first run and is a warning after it", () => {
    expect(judge([application("c9")], NEW)).toEqual([
      {
        check: "Application",
        result: "fail",
        detail: `"esia", client id c9, made 2026-11-23, is there already and not of this stack: a run would refuse to make a second of that name.`,
        next: `If it is the one that ESIA uses: 'npm run adopt -- --stack acme --client-id c9' shows how this stack takes it over. Else choose another name: 'pulumi config set esia:displayName "esia 2" --stack acme'. Or, when nobody needs the other one: 'az ad app delete --id c9'.`,
      },
    ]);
    expect(judge([application("c1", marked), application("c9")], RAN).map(({ result }) => result)).toEqual([
      "pass",
      "warn",
    ]);
  });

  it("another stack's is never offered for removal, whether the run would meet it or not", () => {
    const anothers = application("c9", { tags: ["HideApp", "esia-stack:mark-2"] });
    expect(judge([anothers], NEW)).toEqual([
      {
        check: "Application",
        result: "fail",
        detail:
          `"esia", client id c9, made 2026-11-23, is there already and not of this stack: a run would refuse to make a second ` +
          "of that name. It carries the mark of another stack of this program.",
        next: `Choose another name: 'pulumi config set esia:displayName "esia 2" --stack acme'. Or, if it is this stack's and the state was lost: 'npm run adopt -- --stack acme --client-id c9'.`,
      },
    ]);
    expect(judge([application("c1", marked), anothers], RAN)[1]).toMatchObject({
      result: "warn",
      next: "Leave it alone: two of one name are only hard to tell apart for people.",
    });
  });

  it.each<[string, Partial<Application>, string]>([
    [
      "a secret that works",
      { passwordCredentials: [{ keyId: "k", endDateTime: "2028-01-01T00:00:00Z" }] },
      "It has a key that works: somebody may use it.",
    ],
    [
      "a certificate that works",
      { keyCredentials: [{ endDateTime: "2028-01-01T00:00:00Z" }, { endDateTime: null }] },
      "It has a key that works (2 of them): somebody may use it.",
    ],
    [
      "an address at which people sign in",
      { web: { redirectUris: ["https://example.com"] } },
      "It has an address at which people sign in: somebody may use it.",
    ],
    ["one of a single-page app", { spa: { redirectUris: ["https://example.com"] } }, "people sign in"],
    ["one of a desktop app", { publicClient: { redirectUris: ["http://localhost"] } }, "people sign in"],
  ])("one with %s is not offered for removal, whosever it is", (_, more, detail) => {
    const used = application("c9", more);
    const found = [judge([used], NEW), judge([application("c1", marked), used], RAN)].map((rows) => rows.at(-1));
    const left = judge([{ ...used, ...marked }], { ...NEW, mark: "mark-1" })[0];
    for (const row of [...found, left]) {
      expect(row?.detail).toContain(detail);
      expect(row?.next).not.toContain("az ad app delete");
    }
    expect(left?.next).toMatch(/^It may be the one that ESIA uses: compare its client id with that of ESIA's node\./);
  });

  it("one whose keys have all ended and that nobody signs in to may be removed", () => {
    const old = application("c9", {
      passwordCredentials: [{ keyId: "k", endDateTime: "2026-11-23T12:00:00Z" }],
      web: { redirectUris: [] },
      spa: null,
    });
    expect(judge([old], NEW)[0]?.next).toContain("'az ad app delete --id c9'");
  });

  it("that may not be read fail", () => {
    expect(applicationRows(unread, { state: RAN, displayName: "esia", where: WHERE, now })).toEqual([
      { check: "Application", ...NOT_READ },
    ]);
  });
});
