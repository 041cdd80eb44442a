import { claimsOf } from "../../../microsoft/token.ts";
import { ConnectionDropped, dropped } from "./graph-failures.ts";
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

/** What of the outer world signing in needs. */
export interface Outside {
  readonly send: Send;
  /** Waits so many milliseconds. */
  readonly wait: (milliseconds: number) => Promise<void>;
  /** The present time in milliseconds. */
  readonly now: () => number;
}

/** How often a sign-in is tried again, and the longest wait before that in milliseconds. */
const REPEATS = 8;
const LONGEST_WAIT = 30_000;

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
    if (value === "") throw new Error(unknownWay(variable));
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
  const doing = `retrieving metadata from endpoint "${metadata}": performing request`;
  const url = `${metadata}/metadata/endpoints?api-version=2022-09-01`;
  const response = await send(url, { redirect: "error" }).catch((thrown: unknown) => {
    throw thrown instanceof ConnectionDropped ? new Error(`${doing}: ${dropped("GET", url).message}`) : thrown;
  });
  if (!response.ok) {
    const { status, statusText } = response;
    throw new Error(`${doing}: expected 200 OK but got ${status} ${status} ${statusText}`);
  }
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
 * @param outside what sends, waits before another try, and knows the time
 * @throws the token endpoint's own words in azuread's frame; never the secret
 */
export async function signIn(settings: Settings, { login, graph }: Endpoints, outside: Outside): Promise<Token> {
  const form = new URLSearchParams({
    grant_type: "client_credentials",
    client_id: settings.clientId,
    client_secret: settings.clientSecret,
    scope: `${graph}/.default`,
  });
  const response = await patiently(outside, () =>
    outside.send(`${login}/${encodeURIComponent(settings.tenantId)}/oauth2/v2.0/token`, {
      method: "POST",
      headers: { "content-type": "application/x-www-form-urlencoded" },
      body: form.toString(),
      redirect: "error",
    }),
  );
  const text = await response.text();
  const answer = answerIn(text);
  const value = answer["access_token"];
  if (!response.ok || typeof value !== "string") {
    // Entra does not repeat a secret; should anything ever do so, it ends here.
    const harmless = text.replaceAll(settings.clientSecret, "[secret]");
    throw new Error(
      "building client: unable to obtain access token: clientCredentialsToken: " +
        `received HTTP status ${response.status} with response: ${harmless}`,
    );
  }
  const lifetime = Number(answer["expires_in"] ?? 0);
  return { value, caller: callerIn(value), until: outside.now() + (lifetime - 60) * 1000 };
}

/** Asks again while nothing is known: a token costs nothing. Source: go-azure-sdk, sdk/auth/client.go. */
async function patiently({ wait }: Outside, ask: () => Promise<Response>): Promise<Response> {
  for (let repeat = 0; ; repeat += 1) {
    const isLast = repeat === REPEATS;
    try {
      const response = await ask();
      const passes = response.status === 429 || (response.status >= 500 && response.status !== 501);
      if (isLast || !passes) return response;
    } catch (thrown) {
      if (isLast || !(thrown instanceof ConnectionDropped)) throw thrown;
    }
    await wait(Math.min(1000 * 2 ** repeat, LONGEST_WAIT));
  }
}

function answerIn(text: string): Record<string, unknown> {
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    return {};
  }
}

function callerIn(token: string): string {
  const oid = claimsOf(token)?.oid;
  if (oid === undefined) throw new Error("The token of the embedded tenant does not name the caller (oid claim).");
  return oid;
}

/**
 * What azuread 6.9.1 says when its own check before the sign-in finds no way that it knows: it reads the value itself, never a
 * file that holds it. The details are this stand-in's own.
 */
function unknownWay(variable: string): string {
  return (
    "failed to load Azure credentials.\n" +
    `Details: ${variable} is not set: without it nobody can sign in to the embedded tenant.\n\n` +
    "\tPlease make sure you have signed in via 'az login' or configured another authentication method.\n\n" +
    "\tSee https://www.pulumi.com/registry/packages/azuread/installation-configuration/ for more information"
  );
}

function isOff(value: Value): boolean {
  return value === null || value === "" || value === false || value === "false";
}
