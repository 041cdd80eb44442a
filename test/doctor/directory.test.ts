import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { readTenant } from "../../commands/doctor/directory.ts";
import type { StackState } from "../../commands/doctor/stack-state.ts";
import { throttled } from "../../dev/tenant/faults.ts";
import { grantRole, OPERATOR_CLIENT_ID } from "../../dev/tenant/seed.ts";
import { reader } from "../../microsoft/client.ts";
import { patiently } from "../../microsoft/retry.ts";
import { GRAPH, START, useTenant } from "../tenant/client.ts";
import { GRAPH_ID, provision } from "../verify/esia-app.ts";
import { NEW } from "./given.ts";

const used = useTenant();

async function read(state: StackState = NEW, asksForSignIns = false) {
  const ca = readFileSync(used.tenant.environment["SSL_CERT_FILE"] ?? "", "utf8");
  const waited: number[] = [];
  const again = patiently({ sleep: async (milliseconds) => void waited.push(milliseconds) });
  const root = `https://${used.tenant.metadataHost}`;
  const graph = reader({ root, token: await used.token(`${root}/.default`), ca, env: {}, again });
  return {
    tenant: await readTenant(graph, state, { displayName: "esia", pipeline: undefined }, () => asksForSignIns),
    waited,
  };
}

describe("what doctor reads of a tenant", () => {
  it("is the stack's application once, with its grants, both APIs, and a refusal of the policy", async () => {
    const { id, target } = provision(used.tenant);
    const { tenant } = await read({ ...NEW, application: { objectId: id, clientId: target.values.clientId } });
    expect(tenant.applications).toMatchObject({ value: [{ id, displayName: "esia" }] });
    expect(tenant.principal).toMatchObject({ value: { accountEnabled: true } });
    expect(tenant.grants).toHaveProperty("value.length", 11);
    expect(tenant.apis.management).toMatchObject({ value: { appId: "c5393580-f805-4401-95e8-94b7a6ef2fc2" } });
    expect(tenant.signIns).toBeUndefined();
    expect(tenant.policy).toMatchObject({ unread: { status: 403, code: "Authorization_RequestDenied" } });
    expect(used.tenant.strictRefusals).toEqual([]);
    expect(used.tenant.requests.filter(({ method, path }) => method !== "GET" && !path.includes("/token"))).toEqual([]);
  });

  it("is the report of sign-ins, too, where that is asked and may be read", async () => {
    const { id, target } = provision(used.tenant);
    const { clientId, clientSecret } = target.values;
    const state = { ...NEW, application: { objectId: id, clientId } };
    expect((await read(state, true)).tenant.signIns).toMatchObject({ unread: { status: 403 } });
    grantRole(used.tenant.directory, OPERATOR_CLIENT_ID, GRAPH_ID, "Directory.Read.All", START);
    await used.token(GRAPH, clientId, clientSecret);
    expect((await read(state, true)).tenant.signIns).toMatchObject({
      value: [{ signInActivity: { lastSignInDateTime: "2026-10-01T12:00:00Z" } }],
    });
    expect((await read(NEW, true)).tenant.signIns).toBeUndefined();
  });

  it("is waited for where Graph is throttled", async () => {
    used.tenant.faults.add({ method: "GET", path: /\/policies\//, action: throttled(17) });
    const { tenant, waited } = await read();
    expect(waited).toEqual([17_000]);
    expect(tenant.applications).toEqual({ value: [] });
  });

  it("is not known where an answer has another shape than documented", async () => {
    provision(used.tenant);
    const edit = (body: unknown) => {
      const { value } = body as { value: object[] };
      return { value: value.map((application) => ({ ...application, passwordCredentials: "many" })) };
    };
    used.tenant.faults.add({ method: "GET", path: /\/applications/, action: { edit } });
    const { tenant } = await read();
    expect(tenant.applications).toMatchObject({
      unread: {
        message: `${used.tenant.metadataHost} answered in a form that is not known here: value[0].passwordCredentials is no list`,
      },
    });
    expect(tenant.apis.graph).toHaveProperty("value.id");
  });
});
