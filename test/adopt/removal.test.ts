import { Temporal } from "temporal-polyfill";
import { describe, expect, it } from "vitest";
import { keyRows } from "../../commands/adopt/exists.ts";
import { planRemoval, type Removing } from "../../commands/adopt/removal.ts";
import { remove } from "../../commands/adopt/remove.ts";
import { adoptionOf, namedGrants } from "../../commands/adopt/setting.ts";
import { RequestFailed } from "../../microsoft/failure.ts";
import { application, around, GRAPH, MARK, OBJECT, PRINCIPAL } from "./given.ts";

const now = Temporal.Instant.from("2026-11-25T12:00:00Z");
const end = Temporal.Instant.from("2028-01-01T00:00:00Z");
const key = (keyId: string, displayName: string | null, endDateTime = "2028-01-01T00:00:00Z") => ({
  keyId,
  displayName,
  endDateTime,
});
const settings = { omit: [] as string[], grantConsent: true };
const grants = namedGrants(around(), settings);
const removing = (own: Partial<Removing> = {}): Removing => ({
  application: application({ passwordCredentials: [key("own", "ESIA key 2, made 2026-11-23"), key("hand", "esia")] }),
  around: around(),
  grants,
  state: {
    application: { objectId: OBJECT, clientId: "c" },
    grants: [{ role: "Reports.Read.All", id: "held" }],
    keys: [{ number: 2, keyId: "own", end }],
  },
  stack: "acme",
  now,
  ...own,
});

describe("what esia:adopt says of an application", () => {
  it("names all that exists and a run would make, and the highest number among its keys", () => {
    const own = application({
      tags: [`esia-stack:${MARK}`],
      passwordCredentials: [
        key("a", "ESIA key 3, made 2026-11-23"),
        key("b", "ESIA key 12, made 2026-11-23", "2025-01-01T00:00:00Z"),
        key("c", "ESIA key 99999999, made up"),
        key("d", null),
      ],
    });
    expect(adoptionOf(own, around(), grants)).toEqual({
      ids: {
        mark: MARK,
        application: `/applications/${OBJECT}`,
        "service-principal": `/servicePrincipals/${PRINCIPAL}`,
        "grant-User.Read.All": `/servicePrincipals/${GRAPH}/appRoleAssignedTo/g1`,
      },
      keys: 12,
    });
  });

  it("leaves out grants that the settings leave out, or leave to others", () => {
    for (const own of [
      { omit: ["User.Read.All"], grantConsent: true },
      { omit: [], grantConsent: false },
    ]) {
      const { ids } = adoptionOf(application(), around(), namedGrants(around(), own));
      expect(Object.keys(ids)).toEqual(["application", "service-principal"]);
    }
  });
});

describe("a key that the state does not hold", () => {
  const rows = (keys: Removing["state"]["keys"]) =>
    keyRows(
      removing().application,
      around(),
      { state: { ...removing().state, mark: undefined, principal: undefined, keys } as never, stack: "acme" },
      now,
    );

  it("is ESIA's to use as long as the stack has none of its own", () => {
    expect(rows([]).map(({ next }) => next)).toEqual([
      "ESIA may be using it: leave it. The next run makes a key of the stack's own beside it.",
      "ESIA may be using it: leave it. The next run makes a key of the stack's own beside it.",
    ]);
  });

  it("is removed by id once the stack has one", () => {
    expect(rows(removing().state.keys)).toMatchObject([
      {
        result: "warn",
        next: "When ESIA uses the stack's own key: 'npm run adopt -- --stack acme --remove-secret hand --yes'.",
      },
    ]);
  });
});

describe("a removal by id", () => {
  it.each([
    ["a key that the state holds", "secret", "OWN", {}, "is key 2, which the state holds"],
    ["a key that is not there", "secret", "none", {}, "The application has no key of key id none."],
    [
      "a key while the stack has none that works",
      "secret",
      "hand",
      { state: { ...removing().state, keys: [] } },
      "The stack has no key of its own that works: ESIA may be using this one.",
    ],
    [
      "a key while the stack's own has ended",
      "secret",
      "hand",
      { now: Temporal.Instant.from("2028-01-01T00:00:00Z") },
      "The stack has no key of its own that works",
    ],
    [
      "a key while the stack's own is gone from Entra",
      "secret",
      "hand",
      { application: application({ passwordCredentials: [key("hand", "esia")] }) },
      "The stack has no key of its own that works",
    ],
    ["a grant that the state holds", "grant", "held", {}, "Grant held is in the state"],
    ["a grant that ESIA needs", "grant", "g1", {}, "which ESIA needs: it is to be taken over"],
    ["a grant that is not there", "grant", "none", {}, "The application has no grant none."],
  ] as const)("refuses %s", (_, kind, id, own, why) => {
    const plan = planRemoval({ kind, id }, removing(own as Partial<Removing>));
    expect(plan).toMatchObject({ refused: { result: "fail" } });
    expect("refused" in plan && plan.refused.detail).toContain(why);
  });

  it("asks Entra for just that key, or just that grant", () => {
    expect(planRemoval({ kind: "secret", id: "hand" }, removing())).toMatchObject({
      path: `/v1.0/applications/${OBJECT}/removePassword`,
      body: { keyId: "hand" },
    });
    const plan = planRemoval({ kind: "grant", id: "g2" }, removing());
    expect(plan).toMatchObject({ path: `/v1.0/servicePrincipals/${GRAPH}/appRoleAssignedTo/g2` });
    expect(plan).not.toHaveProperty("body");
  });

  it("says when the key signed in last, where the report tells", () => {
    const signIns = {
      value: [
        { keyId: "HAND", signInActivity: { lastSignInDateTime: "2026-11-20T08:00:00Z" } },
        { keyId: "hand", signInActivity: { lastSignInDateTime: "2026-11-24T08:00:00Z" } },
      ],
    };
    const plan = planRemoval({ kind: "secret", id: "hand" }, removing({ around: around({ signIns }) }));
    expect("what" in plan && plan.what).toBe(
      '"esia", key id hand. Its last sign-in was on 2026-11-24, by a report that lags.',
    );
  });

  const where = { stack: "acme", tenantId: "t", graphRoot: "https://graph.microsoft.com" };
  const lost = new RequestFailed("no answer", "graph.microsoft.com", "gave no answer");
  const denied = new RequestFailed("refused", "graph.microsoft.com", "answered 403", { status: 403 });
  const ends = async (yes: boolean, failed: Error | undefined, isThere: boolean) => {
    const sent: string[] = [];
    const row = await remove(
      { check: "Grant to remove", what: "Mail.Read, grant g2.", path: "/v1.0/x", isThere: async () => isThere },
      { yes, again: "'again'" },
      {
        graph: undefined as never,
        removing: {
          remove: async (path) => {
            sent.push(path);
            if (failed) throw failed;
          },
        },
        where,
      },
    );
    return { sent, result: row.result, detail: row.detail };
  };

  it("needs --yes", async () => {
    expect(await ends(false, undefined, true)).toEqual({
      sent: [],
      result: "warn",
      detail: "Mail.Read, grant g2. Nothing was removed.",
    });
    expect(await ends(true, undefined, false)).toEqual({
      sent: ["/v1.0/x"],
      result: "pass",
      detail: "Removed: Mail.Read, grant g2.",
    });
  });

  it("whose answer was lost asks the tenant whether it was done, and is sent once", async () => {
    expect(await ends(true, lost, false)).toMatchObject({ sent: ["/v1.0/x"], result: "pass" });
    expect(await ends(true, lost, true)).toMatchObject({ sent: ["/v1.0/x"], result: "fail" });
    expect(await ends(true, denied, false)).toMatchObject({
      result: "fail",
      detail: "Not removed: graph.microsoft.com answered 403.",
    });
  });
});
