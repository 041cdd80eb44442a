/**
 * Which tenant is meant. What is configured may be its GUID in any spelling, one of its domains, or nothing: only the GUID,
 * in small letters, is the same in every run. Imports no Pulumi.
 */
import { quoted } from "../machine/printed.mjs";
import { connect, type Answer as Whole } from "./exchange.ts";
import { guid } from "./guid.ts";

/** What came back, whatever it was. */
export type Answer = Pick<Whole, "status" | "text">;

/** One GET, without a redirect followed. @throws Error when there was no answer in time */
export type Send = (url: URL) => Promise<Answer>;

/** With a dot: "common", "organizations" and "consumers" name no tenant. */
const DOMAIN = /^[a-z0-9-]+(\.[a-z0-9-]+)+$/i;
/** Milliseconds, for the whole of it. */
const TIMEOUT = 15_000;
/** Bytes; Microsoft's answer has about 1,700. */
const LONGEST = 65_536;

/**
 * Asks nobody for a GUID; asks for a domain what everybody may know, the tenant's OpenID metadata, whose `issuer` holds the
 * GUID ("OpenID Connect on the Microsoft identity platform", learn.microsoft.com/entra/identity-platform/v2-protocols-oidc).
 * @param configured azuread:tenantId or ARM_TENANT_ID, as it is
 * @param login where the cloud signs in, without a slash at its end
 * @param command puts words of Pulumi's command line into a command for this stack, in quotes
 * @throws Error with a sentence that says what to do
 */
export async function tenantIdOf(
  configured: string,
  login: string,
  command: (words: string) => string,
  send: Send = overHttps,
): Promise<string> {
  const set = `${command("config set azuread:tenantId GUID")} with the tenant's GUID (Entra admin centre, Overview).`;
  const name = configured.trim();
  const known = guid(name);
  if (known !== undefined) return known;
  if (name === "") throw new Error(`Which tenant is meant is not configured: ${set}`);
  const where = `azuread:tenantId (or ARM_TENANT_ID) is ${quoted(name)}`;
  if (!DOMAIN.test(name)) throw new Error(`${where}, which is neither a GUID nor a domain: ${set}`);
  const url = metadataUrl(name, login);
  const { status, text } = await send(url).catch((error: Error) => {
    throw new Error(`${where}, and its GUID could not be looked up (${error.message}). Run again, or ${set}`);
  });
  if (status === 400 && text.includes("AADSTS90002")) {
    throw new Error(`${where}, and ${url.host} knows no such tenant. Compare it and azuread:environment, or ${set}`);
  }
  const found = status === 200 ? issuerIn(text) : undefined;
  if (found === undefined) {
    throw new Error(`${where}, and ${url.host} answered ${status} without the tenant's GUID. Run again, or ${set}`);
  }
  return found;
}

/**
 * What Microsoft says to everybody of a tenant, a GUID too: status 400 with an AADSTS code where there is none. The sign-in
 * library asks the same and hides why it failed ("endpoints_resolution_error").
 * @param ca certificates (PEM) to trust in place of Node's own
 * @throws RequestFailed when there was no answer
 */
export function tenantMetadata(tenant: string, login: string, ca?: string): Promise<Answer> {
  return connect({ ca, timeLimit: TIMEOUT, most: LONGEST })({ url: metadataUrl(tenant, login) });
}

function metadataUrl(tenant: string, login: string): URL {
  return new URL(`${login}/${encodeURIComponent(tenant)}/v2.0/.well-known/openid-configuration`);
}

function issuerIn(text: string): string | undefined {
  try {
    return guid(new URL(JSON.parse(text).issuer).pathname.split("/")[1]);
  } catch {
    return undefined;
  }
}

const overHttps: Send = async (url) => connect({ timeLimit: TIMEOUT, most: LONGEST })({ url });
