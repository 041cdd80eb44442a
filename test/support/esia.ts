/** What ESIA does with the three values: it signs in with them, and nothing else. */
import { readFileSync } from "node:fs";
import { request } from "node:https";
import { createLocalJWKSet, jwtVerify } from "jose";
import type { Tenant } from "../../dev/tenant/server.ts";

/** ESIA's form. */
export interface ThreeValues {
  tenantId: string;
  clientId: string;
  key: string;
}

export const GRAPH_ROOT = "https://graph.microsoft.com";
export const MANAGEMENT_ROOT = "https://manage.office.com";

/**
 * Asks the tenant for a token with the client's own credentials.
 * @returns the `roles` of the token, sorted, after its signature was checked against the published keys; or Entra's error
 */
export async function signIn(
  tenant: Tenant,
  { tenantId, clientId, key }: ThreeValues,
  root: string,
): Promise<{ roles: string[] } | { error: string }> {
  const scope = `${root}/.default`;
  const form = new URLSearchParams({
    grant_type: "client_credentials",
    client_id: clientId,
    client_secret: key,
    scope,
  });
  const answer = await ask(tenant, "POST", `/${tenantId}/oauth2/v2.0/token`, form);
  if (answer["access_token"] === undefined) return { error: String(answer["error_description"]).split(":")[0] ?? "" };
  const keys = await ask(tenant, "GET", `/${tenantId}/discovery/v2.0/keys`);
  const { payload } = await jwtVerify(String(answer["access_token"]), createLocalJWKSet(keys as never), {
    currentDate: tenant.clock.now(),
  });
  return { roles: [...((payload["roles"] as string[] | undefined) ?? [])].sort() };
}

async function ask(
  tenant: Tenant,
  method: string,
  path: string,
  form?: URLSearchParams,
): Promise<Record<string, unknown>> {
  const ca = readFileSync(tenant.environment["SSL_CERT_FILE"] as string);
  return new Promise((done, fail) => {
    const headers = form ? { "Content-Type": "application/x-www-form-urlencoded" } : {};
    const call = request({ host: "localhost", port: tenant.port, method, path, ca, headers }, (response) => {
      let text = "";
      response.setEncoding("utf8").on("data", (part: string) => {
        text += part;
      });
      response.on("end", () => done(JSON.parse(text)));
    });
    call.on("error", fail);
    call.end(form?.toString());
  });
}
