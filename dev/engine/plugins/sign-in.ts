import { claimsOf } from "../../../microsoft/token.ts";
import { loopbackOrigin, refusal } from "./loopback.ts";
import type { Properties, Value } from "./property-values.ts";

/** Who signs in, and where the embedded tenant says what its addresses are. */
export interface Settings {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly tenantId: string;
  /** The origin of the metadata, `https://localhost:1234`. */
  readonly metadata: string;
}

/** The origins of the token endpoint and of Microsoft Graph. */
export interface Endpoints {
  readonly login: string;
  readonly graph: string;
}

/** A token, with the caller's object id in the directory and the time, in milliseconds, from which it is too old. */
export interface Token {
  readonly value: string;
  readonly caller: string;
  readonly until: number;
}

/** What sends a request; the global `fetch`, or a test's. */
export type Send = (url: string, init: RequestInit) => Promise<Response>;

const SIGN_INS = ["useCli", "useMsi", "useOidc", "useAksWorkloadIdentity"];
const TAKEN = ["clientId", "clientSecret", "tenantId", "metadataHost", "environment", "version", "pluginDownloadURL"];

/**
 * Reads who signs in from the provider's configuration, else from the environment, as azuread does.
 *
 * @param configured the provider's configuration (`azuread:…`)
 * @param environment the process's environment
 * @throws which setting is missing, is not served here, or points anywhere but to this machine
 */
export function readSettings(
  configured: Properties,
  environment: Readonly<Record<string, string | undefined>>,
): Settings {
  for (const [name, value] of Object.entries(configured)) {
    if (TAKEN.includes(name) || isOff(value)) continue;
    const why = SIGN_INS.includes(name) ? "signs in with a client secret alone" : "does not know that setting";
    throw new Error(refusal(`azuread:${name} is set, but it ${why}`));
  }
  const read = (name: string, variable: string): string => {
    const value = configured[name];
    return (typeof value === "string" ? value : "") || (environment[variable] ?? "");
  };
  const host = read("metadataHost", "ARM_METADATA_HOSTNAME");
  if (host === "") throw new Error(refusal("neither azuread:metadataHost nor ARM_METADATA_HOSTNAME names it"));
  const metadata = loopbackOrigin("metadata host", `https://${host}`);
  if (new URL(metadata).host !== host.toLowerCase()) {
    throw new Error(refusal(`the metadata host ${host} is more than a host and a port`));
  }
  const needed = (name: string, variable: string): string => {
    const value = read(name, variable);
    if (value === "") throw new Error(`${variable} is not set: without it nobody can sign in to the embedded tenant.`);
    return value;
  };
  return {
    clientId: needed("clientId", "ARM_CLIENT_ID"),
    clientSecret: needed("clientSecret", "ARM_CLIENT_SECRET"),
    tenantId: needed("tenantId", "ARM_TENANT_ID"),
    metadata,
  };
}

/**
 * Asks the metadata host for its addresses.
 *
 * @throws if it does not answer as one, or names an address that is not on this machine
 */
export async function findEndpoints({ metadata }: Settings, send: Send): Promise<Endpoints> {
  const response = await send(`${metadata}/metadata/endpoints?api-version=2022-09-01`, { redirect: "error" });
  if (!response.ok) throw new Error(`${metadata} answers ${response.status} to the question for its endpoints.`);
  const answer = (await response.json()) as Record<string, unknown>;
  const login = (answer["authentication"] as Record<string, unknown> | undefined)?.["loginEndpoint"];
  return {
    login: loopbackOrigin("login endpoint", String(login)),
    graph: loopbackOrigin("Microsoft Graph endpoint", String(answer["microsoftGraphResourceId"])),
  };
}

/**
 * Signs in with a client secret.
 *
 * @param now the present time in milliseconds
 * @throws the token endpoint's own code and first line; never the secret
 */
export async function signIn(settings: Settings, { login, graph }: Endpoints, send: Send, now: number): Promise<Token> {
  const form = new URLSearchParams({
    grant_type: "client_credentials",
    client_id: settings.clientId,
    client_secret: settings.clientSecret,
    scope: `${graph}/.default`,
  });
  const response = await send(`${login}/${encodeURIComponent(settings.tenantId)}/oauth2/v2.0/token`, {
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: form.toString(),
    redirect: "error",
  });
  const answer = (await response.json().catch(() => ({}))) as Record<string, unknown>;
  const value = answer["access_token"];
  if (!response.ok || typeof value !== "string") {
    const said = String(answer["error_description"] ?? answer["error"] ?? "no token").split(/\r?\n/)[0] ?? "";
    // Entra does not repeat a secret; should anything ever do so, it ends here.
    const harmless = said.replaceAll(settings.clientSecret, "[secret]");
    throw new Error(`Could not sign in to the embedded tenant: ${response.status} ${harmless}`);
  }
  const lifetime = Number(answer["expires_in"] ?? 0);
  return { value, caller: callerIn(value), until: now + (lifetime - 60) * 1000 };
}

function callerIn(token: string): string {
  const oid = claimsOf(token)?.oid;
  if (oid === undefined) throw new Error("The token of the embedded tenant does not name the caller (oid claim).");
  return oid;
}

function isOff(value: Value): boolean {
  return value === null || value === "" || value === false || value === "false";
}
