import type { AccessToken } from "@azure/identity";
import { describe, expect, it } from "vitest";
import { type FirstRun, refusalOfFirstRun } from "../../operator/first-run.ts";

const SELF = "aa000000-0000-4000-8000-000000000001";
const SOMEBODY = "bb000000-0000-4000-8000-000000000002";
const FIRST: FirstRun = { held: [], owners: [], config: {}, stack: "acme" };
const APPLICATION = { name: "application" };

const OWNED = {
  tid: "t",
  appid: "c",
  app_displayname: "Operator",
  oid: SELF,
  roles: ["AppRoleAssignment.ReadWrite.All", "Application.ReadWrite.OwnedBy"],
};

/** A world in which the sign-in ends so. */
const world = (getToken: (stop?: AbortSignalLike) => Promise<AccessToken | null>) => ({
  env: {},
  patience: 50,
  operator: () => ({
    how: "client secret",
    credential: { getToken: (_: unknown, how?: { abortSignal?: AbortSignalLike }) => getToken(how?.abortSignal) },
    tenantId: "t",
    graphRoot: "https://graph.microsoft.com",
    loginRoot: "https://login.microsoftonline.com",
  }),
});
interface AbortSignalLike {
  readonly aborted: boolean;
}
/** A world in which the operator's token says so much. */
const saying = (claims: object) =>
  world(async () => ({
    token: `x.${Buffer.from(JSON.stringify(claims)).toString("base64url")}.y`,
    expiresOnTimestamp: 0,
  }));

describe("a first run is refused", () => {
  it("to an application that could not touch what it makes, with its object id and the command", async () => {
    expect(await refusalOfFirstRun({ ...FIRST, owners: [SOMEBODY] }, saying(OWNED))).toBe(
      "The application Operator (client id c) may change only applications that it owns (Application.ReadWrite.OwnedBy), and " +
        "esia:owners does not name it: azuread takes whoever makes an application out of its owners again, so no key could be " +
        "added to this one, and no run and no 'pulumi destroy --stack acme' could touch it. Nothing was made. 'pulumi config set --path " +
        `"esia:owners[1]" ${SELF} --stack acme', then run again.`,
    );
  });
});

const USER = { tid: "t", oid: SELF, upn: "jo@contoso.com", scp: "Directory.AccessAsUser.All" };
const MEMBER = "b79fbf4d-3ef9-4689-8143-76b194e85509";

describe("a first run is refused, too", () => {
  it.each([
    ["no directory role", [MEMBER]],
    ["one that grants alone", ["e8611ab8-c189-46e8-94e1-60213ab1f814", MEMBER]],
  ])(
    "to a user of %s, whom the tenant may let register an application that he then could not touch",
    async (_, wids) => {
      expect(await refusalOfFirstRun(FIRST, saying({ ...USER, wids }))).toBe(
        "The user jo@contoso.com has no directory role that reaches every application, and esia:owners does not name him: " +
          "azuread takes whoever makes an application out of its owners again, so no key could be added to this one, and no run " +
          "and no 'pulumi destroy --stack acme' could touch it. Nothing was made. Get the role Cloud Application Administrator and sign in " +
          "again ('az login --tenant t --allow-no-subscriptions'), or own it: 'pulumi config set --path " +
          `"esia:owners[0]" ${SELF} --stack acme', then run again.`,
      );
    },
  );
});

describe("a first run goes on", () => {
  it.each([
    ["esia:owners names the operator", { ...FIRST, owners: [SOMEBODY, SELF.toUpperCase()] }, OWNED],
    ["it may change every application", FIRST, { ...OWNED, roles: [...OWNED.roles, "Application.ReadWrite.All"] }],
    ["it is a Cloud Application Administrator", FIRST, { ...OWNED, wids: ["158c047a-c907-4556-b7ef-446551a6b5f7"] }],
    ["a person's token does not say which directory roles he has", FIRST, USER],
    [
      "a person is a Cloud Application Administrator",
      FIRST,
      { ...USER, wids: ["158c047a-c907-4556-b7ef-446551a6b5f7"] },
    ],
    ["esia:owners names the person", { ...FIRST, owners: [SELF] }, { ...USER, wids: [MEMBER] }],
    ["the token names nobody", FIRST, { ...OWNED, oid: undefined }],
    ["azuread itself will say that nothing may be made", FIRST, { ...OWNED, roles: [] }],
  ])("when %s", async (_, run, claims) => {
    expect(await refusalOfFirstRun(run, saying(claims))).toBeUndefined();
  });

  it("when nobody can sign in, when there is no token, and when it cannot be read", async () => {
    const nobody = () => {
      throw new Error("Nobody can sign in to Entra.");
    };
    for (const without of [
      world(() => Promise.reject(new Error("AADSTS7000215"))),
      world(async () => ({ token: "opaque", expiresOnTimestamp: 0 })),
      world(async () => null),
      { ...world(async () => null), operator: nobody },
    ]) {
      expect(await refusalOfFirstRun(FIRST, without)).toBeUndefined();
    }
  });

  it("when no answer comes in time, and then asks no longer", async () => {
    let stop: AbortSignalLike | undefined;
    const silent = world((signal) => {
      stop = signal;
      return new Promise(() => {});
    });
    expect(await refusalOfFirstRun(FIRST, silent)).toBeUndefined();
    expect(stop?.aborted).toBe(true);
  });
});

it("a later run asks nothing", async () => {
  let asked = 0;
  const counting = world(async () => {
    asked += 1;
    return null;
  });
  expect(await refusalOfFirstRun({ ...FIRST, held: [APPLICATION] }, counting)).toBeUndefined();
  expect(asked).toBe(0);
  await refusalOfFirstRun(FIRST, counting);
  expect(asked).toBe(1);
});
