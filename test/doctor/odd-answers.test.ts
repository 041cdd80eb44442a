import { Temporal } from "temporal-polyfill";
import { describe, expect, it } from "vitest";
import type { StackState } from "../../commands/doctor/stack-state.ts";
import { tenantRows } from "../../commands/doctor/tenant.ts";
import { renderTable, reportJson } from "../../commands/rows/report.ts";
import { reader } from "../../microsoft/client.ts";
import { readSettings } from "../../settings.ts";
import { type Answers, useServers } from "../microsoft/loopback.ts";
import { HOSTILE, STEERING } from "../support/hostile.ts";
import { GRAPH, MANAGEMENT, ROLE_IDS } from "../support/mock-tenant.ts";
import { configuration } from "../support/project-config.ts";
import { CLAIMS, principal, RAN, WHERE } from "./given.ts";

const used = useServers();
const END = "2028-11-24T00:00:00Z";
const OWN = {
  id: "o1",
  appId: "c1",
  displayName: "esia",
  createdDateTime: "2026-11-24T10:00:00.1234567Z",
  tags: ["HideApp", "esia-stack:mark-1"],
  passwordCredentials: [
    { keyId: "k1", displayName: "ESIA key 1, made 2026-11-24", endDateTime: END },
    { keyId: "k2", displayName: "ESIA key 2, made 2026-11-24", endDateTime: END },
  ],
  keyCredentials: [],
  web: { redirectUris: [] },
  spa: { redirectUris: [] },
  publicClient: { redirectUris: [] },
};
const users = GRAPH.appRoles.find(({ value }) => value === "User.Read.All");
const cap = {
  restrictionType: "passwordLifetime",
  state: "enabled",
  maxLifetime: "P3Y",
  restrictForAppsCreatedAfterDateTime: "2020-01-01T00:00:00Z",
};

/** What it does not say is never a failure. */
const USES = "the report of sign-ins";

/** Every request of doctor's to Graph: what its path holds, and what a tenant answers in which nothing is wanting. */
const REQUESTS: [string, RegExp, object][] = [
  ["the Management API", /servicePrincipals\?\$filter=appId%20eq%20%27c5393580/, { value: [principal(MANAGEMENT)] }],
  ["Graph", /servicePrincipals\?\$filter=appId%20eq%20%2700000003/, { value: [principal(GRAPH)] }],
  ["the application by its client id", /applications\?\$filter=appId/, { value: [OWN] }],
  ["applications by the stack's mark", /applications\?\$filter=tags/, { value: [OWN] }],
  ["applications by name", /applications\?\$filter=displayName/, { value: [OWN] }],
  ["the owners", /applications\/o1\/owners/, { value: [{ id: CLAIMS.objectId }] }],
  [
    "the service principal",
    /servicePrincipals\?\$filter=appId%20eq%20%27c1/,
    { value: [{ id: "p1", accountEnabled: true }] },
  ],
  ["the principal's owners", /servicePrincipals\/p1\/owners/, { value: [{ id: CLAIMS.objectId }] }],
  [
    "the grants",
    /servicePrincipals\/p1\/appRoleAssignments/,
    { value: [{ id: "g1", appRoleId: users?.id, resourceId: GRAPH.objectId, resourceDisplayName: "Microsoft Graph" }] },
  ],
  [
    USES,
    /beta\/reports\/appCredentialSignInActivities\?\$filter=appId%20eq%20%27c1/,
    { value: [{ keyId: "k1", signInActivity: { lastSignInDateTime: "2026-11-24T10:00:00Z" } }] },
  ],
  [
    "the policy",
    /policies\/defaultAppManagementPolicy/,
    { isEnabled: true, applicationRestrictions: { passwordCredentials: [cap] } },
  ],
];
const state: StackState = {
  ...RAN,
  keys: [1, 2].map((number) => ({ number, keyId: `k${number}`, end: Temporal.Instant.from(END) })),
  grants: [{ role: "User.Read.All", id: "g1" }],
};
const { settings } = readSettings(
  configuration({
    "esia:owners": [],
    "esia:omit": Object.keys(ROLE_IDS).filter((role) => role !== "User.Read.All"),
  }),
  (words) => words,
);
const claims = {
  ...CLAIMS,
  roles: [
    "Application.ReadWrite.OwnedBy",
    "AppRoleAssignment.ReadWrite.All",
    "Application.Read.All",
    "AuditLog.Read.All",
  ],
};

interface Odd {
  status?: number;
  headers?: Record<string, string>;
  /** Of a good answer. */
  body: (good: object) => string;
}

async function look(odd?: { path: RegExp; answer: Odd | "broken off" }) {
  const answers: Answers = ({ path }, response, socket) => {
    const [, , good = { error: path }] = REQUESTS.find(([, known]) => known.test(path)) ?? [];
    if (!odd?.path.test(path)) return void response.end(JSON.stringify(good));
    if (odd.answer === "broken off") return void socket.destroy();
    const { status = 200, headers = {}, body } = odd.answer;
    response.writeHead(status, { "content-type": "application/json", ...headers }).end(body(good));
  };
  used.answer = answers;
  const graph = reader({ root: used.root, token: "t", ca: used.ca, env: {}, again: async () => false });
  const now = Temporal.Instant.from("2026-11-25T12:00:00Z");
  return tenantRows(graph, {
    claims,
    scopes: [],
    state,
    settings: { ...settings, owners: [CLAIMS.objectId] },
    removed: [],
    now,
    where: WHERE,
  });
}

/** Every text of a good answer that is a point or a length of time, changed. */
const withTimes = (to: unknown) => (good: object) =>
  JSON.stringify(good, (_, value) => (/^(\d{4}-\d\d-\d\dT.*|P\d+Y)$/.test(String(value)) ? to : value));
const error = (code: string) => () => JSON.stringify({ error: { code, message: "Refused." } });

const ODD: [string, Odd | "broken off"][] = [
  ["a web page", { headers: { "content-type": "text/html" }, body: () => "<!DOCTYPE html><title>Sign in</title>" }],
  ["nothing", { body: () => "" }],
  ["half of it", { body: (good) => JSON.stringify(good).slice(0, 20) }],
  ["null", { body: () => "null" }],
  ["a text", { body: () => '"ok"' }],
  ["an object without anything in it", { body: () => "{}" }],
  ["null in place of each list", { body: (good) => JSON.stringify(good).replace(/\[.*\]/, "null") }],
  ["an object in place of each list", { body: (good) => JSON.stringify(good).replace(/\[.*\]/, '{"0":1}') }],
  ["a list of null", { body: (good) => JSON.stringify(good).replace(/\[.*\]/, "[null]") }],
  ["a list of objects without anything in them", { body: (good) => JSON.stringify(good).replace(/\[.*\]/, "[{}]") }],
  ["a redirect", { status: 302, headers: { location: "https://elsewhere.invalid/" }, body: () => "" }],
  ["401, as continuous access evaluation does", { status: 401, body: error("InvalidAuthenticationToken") }],
  ["404", { status: 404, body: error("Request_ResourceNotFound") }],
  ["429 for ten minutes", { status: 429, headers: { "retry-after": "600" }, body: error("TooManyRequests") }],
  ["500", { status: 500, body: error("InternalServerError") }],
  ["503 with a web page", { status: 503, body: () => "<html>Service unavailable</html>" }],
  ["no answer", "broken off"],
];
/** Absent lists are in order where Microsoft documents them as absent. */
const ALLOWED = ["the policy: null in place of each list"];

/** Nothing that an odd answer could lead to: something to remove or to take in, or a value that is none. */
const GUESS = /az ad app delete|credential delete|--method DELETE|npm run adopt|undefined|NaN|\[object/;

const TABLE = REQUESTS.flatMap(([request, path]) =>
  ODD.map(([answer, odd]) => ({ request, path, answer, odd })),
).filter(({ request, answer }) => !ALLOWED.includes(`${request}: ${answer}`));

describe("doctor's look at a tenant", () => {
  it("asks these and no other, and finds nothing wanting in a tenant where nothing is", async () => {
    expect((await look()).filter(({ result }) => result !== "pass")).toEqual([]);
    const unknown = used.asked.filter(({ path }) => !REQUESTS.some(([, known]) => known.test(path)));
    expect(unknown).toEqual([]);
    expect(used.asked).toHaveLength(REQUESTS.length);
  });

  it.each(TABLE.filter(({ request }) => request !== USES))(
    "fails in a row, and guesses nothing, where $request is answered by $answer",
    async ({ path, odd }) => {
      const rows = await look({ path, answer: odd });
      expect(rows.filter(({ result }) => result === "fail")).not.toEqual([]);
      for (const { detail, next } of rows) expect(`${detail} ${next ?? ""}`).not.toMatch(GUESS);
    },
  );

  it.each(REQUESTS.filter(([name]) => /application|policy/.test(name)))(
    "fails in a row where times of %s are none that the calendar has",
    async (_, path) => {
      for (const wrong of ["2027-02-30T00:00:00Z", "soon", "", 0]) {
        const rows = await look({ path, answer: { body: withTimes(wrong) } });
        expect(rows.map(({ result }) => result)).toContain("fail");
        for (const { detail, next } of rows) expect(`${detail} ${next ?? ""}`).not.toMatch(GUESS);
      }
    },
  );

  it.each(REQUESTS)(
    "fails where %s may not be read, but for the policy and the report of sign-ins, which no run needs to read",
    async (name, path) => {
      const rows = await look({ path, answer: { status: 403, body: error("Authorization_RequestDenied") } });
      const wanting = rows.filter(({ result }) => result !== "pass").map(({ result }) => result);
      if (["the policy", USES].includes(name)) expect(wanting).toEqual(["unknown"]);
      else expect(wanting).toContain("fail");
    },
  );

  it.each(TABLE.filter(({ request }) => request === USES))(
    "says that it does not know whether older keys are used where $request is answered by $answer, and fails nowhere",
    async ({ path, odd }) => {
      const wanting = (await look({ path, answer: odd })).filter(({ result }) => result !== "pass");
      expect(wanting.map(({ check, result }) => [check, result])).toEqual([["Older keys", "unknown"]]);
      expect(wanting[0]?.detail).toMatch(/^Whether key 1 is still used is not known: \S/);
    },
  );

  it.each(REQUESTS.filter(([name]) => name !== USES && name !== "the policy"))(
    "makes no command and asks no address with an id of %s that means something else there",
    async (_, path) => {
      for (const id of [
        "x'; rm -rf ~; '",
        "$(id)",
        "../../v1.0/users",
        "..",
        "a?b",
        "a\u202eb",
        "",
        "x".repeat(10_000),
      ]) {
        used.asked.length = 0;
        const body = (good: object) =>
          JSON.stringify(good, (name, value) => (/^(id|appId|keyId|appRoleId|resourceId)$/.test(name) ? id : value));
        const rows = await look({ path, answer: { body } });
        expect(rows.map(({ result }) => result)).toContain("fail");
        for (const { detail, next } of rows) {
          expect(`${detail} ${next ?? ""}`).not.toMatch(GUESS);
          if (id !== "") expect(next ?? "").not.toContain(id);
        }
        const unknown = used.asked.filter((asked) => !REQUESTS.some(([, known]) => known.test(asked.path)));
        expect(unknown).toEqual([]);
      }
    },
  );

  it.each(REQUESTS)("shows names of %s that would steer the terminal as words, and short", async (_, path) => {
    for (const name of HOSTILE) {
      const body = (good: object) =>
        JSON.stringify(good, (key, value) =>
          /^(displayName|resourceDisplayName|value)$/.test(key) && typeof value === "string" ? name : value,
        );
      const rows = await look({ path, answer: { body } });
      expect(renderTable(rows, 80)).not.toMatch(STEERING);
      expect(renderTable(rows, 80).length).toBeLessThan(20_000);
      const json = reportJson("doctor", "acme", rows);
      expect(json).not.toMatch(STEERING);
      expect(json.length).toBeLessThan(20_000);
    }
  });

  it("takes an application that is so old that Graph does not say when it was made", async () => {
    const body = (good: object) => JSON.stringify(good, (name, value) => (name === "createdDateTime" ? null : value));
    const rows = await look({ path: /applications\?/, answer: { body } });
    expect(rows.filter(({ result }) => result !== "pass")).toEqual([]);
  });

  it.each(REQUESTS.filter(([name, , good]) => "value" in good && name !== USES))(
    "fails in a row where the link to the next page of %s leads round in a circle, or nowhere",
    async (_, path) => {
      const links = ["?$skiptoken=1", "nowhere?$skiptoken=1", "../../..", "//elsewhere.invalid", "https://[", 7, {}];
      for (const link of links) {
        const rows = await look({
          path,
          answer: { body: (good) => JSON.stringify({ ...good, "@odata.nextLink": link }) },
        });
        for (const { detail, next } of rows) expect(`${detail} ${next ?? ""}`).not.toMatch(GUESS);
        expect(rows.map(({ result }) => result)).toContain("fail");
      }
    },
  );
});
