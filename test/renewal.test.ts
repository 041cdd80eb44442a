import { describe, expect, it } from "vitest";
import { GRAPH, MANAGEMENT, ROLE_IDS, TENANT_ID } from "./support/mock-tenant.ts";
import { type Circumstances, Refused, runProgram } from "./support/run-program.ts";

const MANAGEMENT_ROLES = ["ActivityFeed.Read", "ActivityFeed.ReadDlp", "ServiceHealth.Read"];
const grants = Object.fromEntries(
  Object.entries(ROLE_IDS).map(([role, appRoleId]) => [
    `grant-${role}`,
    {
      appRoleId,
      principalObjectId: "d2",
      resourceObjectId: (MANAGEMENT_ROLES.includes(role) ? MANAGEMENT : GRAPH).objectId,
    },
  ]),
);
const key1 = { keyId: "k1", startDate: "2026-11-23T09:30:00Z", endDate: "2028-11-22T00:00:00Z" };
/** What a state holds in which all is well. */
const HELD = {
  stack: { secretNumber: 1 },
  mark: {},
  application: { displayName: "esia" },
  "service-principal": { applicationTenantId: TENANT_ID },
  ...grants,
  "secret-1": key1,
};
const DUE = { ESIA_AS_OF: "2028-08-25" };
const EARLY = { ESIA_AS_OF: "2027-01-01" };
const WORKS = "Key 1 works for 89 more days, until 2028-11-22.";
const LEAVES =
  "info: A run that renews a key changes nothing that Entra could refuse: other roles, owners, names and the like follow with the next 'pulumi up --stack test'.";

/** Every way in which something besides the key is wrong. */
const WRONG: [string, Circumstances, string][] = [
  ["an unknown role in omit", { config: { "esia:omit": ["User.Reed.All"] } }, "esia:omit names"],
  ["an owner that is no object id", { config: { "esia:owners": ["jane@contoso.com"] } }, "esia:owners must hold"],
  ["a consent setting that is neither", { config: { "esia:grantConsent": "maybe" } }, "esia:grantConsent must be"],
  ["a name that is too long", { config: { "esia:displayName": "x".repeat(121) } }, "esia:displayName must be"],
  ["a pipeline of which half is missing", { config: { "esia:pipeline": { github: "a/b" } } }, "esia:pipeline lacks"],
  ["a setting that does not exist", { config: { "esia:colour": "blue" } }, "esia:colour is no setting"],
  ["names that are neither shown nor left", { config: { "esia:showNamesInReports": "no" } }, "must be true or not set"],
  [
    "names in a cloud that has no switch for them",
    { config: { "esia:showNamesInReports": "true", "azuread:environment": "china" } },
    "works in Microsoft's global cloud only",
  ],
  [
    "names with a credential in the configuration",
    { config: { "esia:showNamesInReports": "true", "azuread:clientSecret": "x" } },
    "keeps the operator's credentials out",
  ],
  [
    "a role that Microsoft withdrew",
    { apis: [{ ...GRAPH, appRoles: GRAPH.appRoles.slice(1) }, MANAGEMENT] },
    "Microsoft Graph does not offer the application role Agreement.Read.All in this tenant.",
  ],
  [
    "the Management API's principal that an earlier run made and somebody deleted",
    { apis: [GRAPH], held: { "management-api": {} } },
    "which an earlier run made, is gone from the tenant",
  ],
];

/** Every ask about keys that cannot be met. */
const ASKS: [string, Record<string, unknown>, string][] = [
  ["rotateTo above the next number", { "esia:rotateTo": 7 }, "esia:rotateTo is 7"],
  ["retireUpTo at the newest", { "esia:retireUpTo": 2 }, "esia:retireUpTo is 2"],
  [
    "rotateDaysBefore above half of a later, shorter life",
    { "esia:secretMonths": 3, "esia:rotateDaysBefore": 100 },
    "esia:rotateDaysBefore is 100",
  ],
];

async function refusal(circumstances: Circumstances): Promise<Refused> {
  const error = await runProgram(circumstances).then(
    () => new Error("was not refused"),
    (refused: unknown) => refused,
  );
  expect(error).toBeInstanceOf(Refused);
  return error as Refused;
}

describe.each(WRONG)("%s", (_, circumstances, said) => {
  const held = { ...HELD, ...circumstances.held };

  it("does not keep a due key from being made and handed over, takes nothing away, and is said", async () => {
    const { resources, outputs, log } = await runProgram({ ...circumstances, held, environment: DUE });
    expect(outputs).toMatchObject({ secretNumber: 2, clientSecret: "value-of-secret-2", tenantId: TENANT_ID });
    expect(resources.map(({ name }) => name).sort()).toEqual(
      [...Object.keys(held).filter((name) => name !== "stack"), "secret-2"].sort(),
    );
    expect(
      Object.fromEntries(resources.filter(({ name }) => name in grants).map(({ name, inputs }) => [name, inputs])),
    ).toEqual(grants);
    expect(log[0]).toBe(`info: ${WORKS}`);
    expect(log.filter((line) => line.startsWith("warning: ") && line.includes(said))).toHaveLength(1);
    expect(log).toContain(LEAVES);
  });

  it("is refused when nothing is due, after it was said how long the key works", async () => {
    const refused = await refusal({ ...circumstances, held, environment: EARLY });
    expect(refused.message).toContain(said);
    expect(refused.log).toEqual(["info: Key 1 works for 691 more days, until 2028-11-22."]);
  });
});

describe.each(ASKS)("%s", (_, config, said) => {
  it("does not keep a due key from being made, and is said", async () => {
    const { outputs, log } = await runProgram({ config, held: HELD, environment: DUE });
    expect(outputs).toMatchObject({ secretNumber: 2, clientSecret: "value-of-secret-2" });
    expect(log.filter((line) => line.startsWith("warning: Ignored") && line.includes(said))).toHaveLength(1);
  });

  it("is refused when nothing is due, after it was said how long the key works", async () => {
    const refused = await refusal({ config, held: HELD, environment: EARLY });
    expect(refused.message).toContain(said);
    expect(refused.log).toHaveLength(1);
  });
});

describe("what cannot be understood or trusted refuses even a key that is due:", () => {
  it.each<[string, Circumstances, string]>([
    ["a setting of the key itself", { config: { "esia:secretMonths": "two years" } }, "esia:secretMonths must be"],
    ["a state that is another stack's", { heldBy: "old" }, "was imported from stack old"],
    ["a key without an end", { held: { ...HELD, "secret-1": { ...key1, endDate: "soon" } } }, "with the end"],
    ["a clock that is behind", { environment: { ESIA_AS_OF: "2026-11-01" } }, "its clock is wrong"],
    [
      "another tenant",
      { apis: [{ ...GRAPH, objectId: "b0000000-0000-4000-8000-00000000000f" }, MANAGEMENT] },
      `This stack's tenant is ${TENANT_ID}, but the sign-in leads to another one (Microsoft Graph's service principal is ` +
        "b0000000-0000-4000-8000-00000000000f there, and b0000000-0000-4000-8000-000000000001 in the grants of this stack).",
    ],
  ])("%s", async (_, circumstances, said) => {
    const refused = await refusal({ held: HELD, environment: DUE, ...circumstances });
    expect(refused.message).toContain(said);
    expect(refused.log.join()).not.toContain("This run makes");
  });
});

describe("a run in another tenant", () => {
  it("is refused in a preview too, and before the switch for names is touched", async () => {
    const apis = [{ ...GRAPH, objectId: "b0000000-0000-4000-8000-00000000000f" }, MANAGEMENT];
    for (const preview of [true, false]) {
      const config = { "esia:showNamesInReports": "true" };
      const refused = await refusal({ held: HELD, environment: EARLY, preview, apis, config });
      expect(refused.message).toContain("Nothing was changed.");
    }
  });

  it("is known by the configured GUID where the state holds no grant of Graph's, whatever its capitals", async () => {
    const { "service-principal": principal, mark, application, stack, "secret-1": secret } = HELD;
    const held = { "service-principal": principal, mark, application, stack, "secret-1": secret };
    const config = { "esia:grantConsent": false };
    const configuredTenant = "a0000000-0000-4000-8000-00000000000f";
    const refused = await refusal({ held, config, environment: EARLY, configuredTenant });
    expect(refused.message).toContain(
      `This stack's tenant is ${TENANT_ID}, but the sign-in leads to ${configuredTenant}.`,
    );
    await runProgram({ held, config, environment: EARLY, configuredTenant: TENANT_ID.toUpperCase() });
  });

  it("is not looked for where a managed identity leaves the tenant open, and the outputs still name it", async () => {
    const { outputs } = await runProgram({ held: HELD, environment: EARLY, configuredTenant: "" });
    expect(outputs["tenantId"]).toBe(TENANT_ID);
  });
});

describe("a first run", () => {
  it("says once that its tenant is not pinned", async () => {
    const first = await runProgram({ config: { "azuread:tenantId": "" } });
    expect(first.log).toContain(
      "warning: This stack does not say which tenant it is for: a run with another sign-in would go to that one's. " +
        `'pulumi config set azuread:tenantId ${TENANT_ID} --stack test' pins it.`,
    );
    const later = await runProgram({ config: { "azuread:tenantId": "" }, held: HELD, environment: EARLY });
    expect(later.log.join()).not.toContain("pins it");
  });
});
