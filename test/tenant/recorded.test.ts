import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { MICROSOFT_GRAPH_APP_ID } from "../../dev/tenant/microsoft-apis.ts";
import { grantRole, OPERATOR_CLIENT_ID } from "../../dev/tenant/seed.ts";
import { type RequestRecord, startTenant, type Tenant } from "../../dev/tenant/server.ts";
import { removeManagementApi } from "../../dev/tenant/service-principals.ts";
import { type OidcIssuer, oidcIssuer } from "../support/oidc-issuer.ts";
import { type Answer, send } from "./client.ts";

/** What the azuread provider really asked, in lives from the first run to the last. */
const lives = [["azuread-6.9.1.json"], ["azuread-6.9.1-management-absent.json"], ["azuread-6.9.1-pipeline.json"]];

interface Recording {
  /** Which provider asked, with its version. */
  provider: string;
  /** The tenant's clock at the start; a replay sets its clock to it. */
  recordedAt: string;
  /** Whether the Office 365 Management APIs had a service principal at the start. */
  managementApi: boolean;
  /** Roles of Graph's that the operator holds besides those of each tenant. */
  operatorHolds?: string[];
  /** One command each, such as `up` or `destroy`, with its requests in the order in which they were answered. */
  steps: { name: string; requests: RequestRecord[] }[];
}

function read(file: string): Recording {
  return JSON.parse(readFileSync(new URL(`../recorded/${file}`, import.meta.url), "utf8"));
}

test.each(lives)("each recorded request still gets the same status and the same shape of answer: %s", async (file) => {
  const recording = read(file);
  const folder = mkdtempSync(join(tmpdir(), "tenant-"));
  const tenant = await startTenant({ folder, now: () => new Date(recording.recordedAt) });
  let issuer: OidcIssuer | undefined;
  try {
    const { directory, clock } = tenant;
    if (!recording.managementApi) removeManagementApi(directory);
    for (const role of recording.operatorHolds ?? []) {
      grantRole(directory, OPERATOR_CLIENT_ID, MICROSOFT_GRAPH_APP_ID, role, clock.now());
    }
    issuer = await oidcIssuer(tenant, "repo:contoso/esia:environment:production");
    const ids = new Map<string, string>();
    // In a filter an id stands between quotes, which are written %27.
    const known = (text: string) =>
      text.replaceAll(/(%27)?([\w-]{36,43})/g, (_, quote = "", id) => `${quote}${ids.get(id) ?? id}`);
    let token = "";
    for (const { name, requests } of recording.steps) {
      for (const [index, recorded] of requests.entries()) {
        const answer = await replay(tenant, recorded, known, { token, assertion: await issuer.token() });
        const where = `${name}, request ${index + 1}: ${recorded.method} ${recorded.path}`;
        expect({ status: answer.status, body: shape(answer.body) }, where).toEqual({
          status: recorded.status,
          body: shape(recorded.responseBody),
        });
        learn(ids, recorded.responseBody, answer.body);
        token = (answer.body as { access_token?: string } | null)?.access_token ?? token;
      }
    }
    expect(tenant.strictRefusals).toEqual([]);
  } finally {
    await issuer?.close();
    await tenant.close();
    rmSync(folder, { recursive: true });
  }
});

test.each(lives)("a recording is a whole life of the real provider and holds no secret: %s", (file) => {
  const recording = read(file);
  expect(recording.provider).toBe("pulumi-azuread 6.9.1");
  const names = recording.steps.map(({ name }) => name);
  expect(names.slice(0, 3)).toEqual(["create", "re-run", "refresh"]);
  expect(names.at(-1)).toBe("destroy");
  const text = JSON.stringify(recording);
  expect(text.match(/"(secretText|client_secret|access_token)":"(?!\[secret\]")[^"]*"/g)).toBeNull();
  // The form of Entra's secrets and of a JWT, whatever the property they are in.
  expect(text).not.toMatch(/8Q~|eyJ[\w-]{10}/);
});

function replay(
  tenant: Tenant,
  recorded: RequestRecord,
  known: (text: string) => string,
  { token, assertion }: { token: string; assertion: string },
): Promise<Answer> {
  const { method, path, requestBody } = recorded;
  if (path.endsWith("/oauth2/v2.0/token")) {
    const secret = tenant.environment["ARM_CLIENT_SECRET"] ?? "";
    const scope = `https://${tenant.metadataHost}/.default`;
    const { client_id: client = "", ...asked } = requestBody as Record<string, string>;
    const proof = "client_assertion" in asked ? { client_assertion: assertion } : { client_secret: secret };
    const form = { ...asked, ...proof, client_id: known(client), scope };
    return send(tenant, method, known(path), { form });
  }
  if (requestBody === null) return send(tenant, method, known(path), { token });
  return send(tenant, method, known(path), { token, json: JSON.parse(known(JSON.stringify(requestBody))) });
}

/** Walks both answers side by side and notes which new id stands for which recorded one. */
function learn(ids: Map<string, string>, recorded: unknown, answered: unknown): void {
  if (typeof recorded === "string" && typeof answered === "string") {
    if (recorded !== answered && /^[\w-]{36,43}$/.test(recorded)) ids.set(recorded, answered);
  } else if (typeof recorded === "object" && recorded !== null && typeof answered === "object" && answered !== null) {
    for (const [name, member] of Object.entries(recorded))
      learn(ids, member, (answered as Record<string, unknown>)[name]);
  }
}

/** Property names and types without the values; arrays with every element. */
function shape(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(shape);
  if (value === null || typeof value !== "object") return value === null ? "null" : typeof value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, shape(member)]));
}
