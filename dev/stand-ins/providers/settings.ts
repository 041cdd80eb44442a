import { readFileSync } from "node:fs";
import { pemOf } from "../../../operator/pkcs12.ts";
import type { Properties, Value } from "./property-values.ts";

/** Who signs in, and where the embedded tenant says what its addresses are. */
export interface Settings {
  readonly clientId: string;
  /** What proves it: a certificate with its key (PEM), a secret, or another issuer's token, at hand or from a runner. */
  readonly proof: { certificate: string } | { secret: string } | { token: string } | { url: string; bearer: string };
  readonly tenantId: string;
  /** The origin of the metadata, `https://localhost:1234`. */
  readonly metadata: string;
}

const LOOPBACK = ["localhost", "127.0.0.1", "[::1]"];
const SIGN_INS = ["useCli", "useMsi", "useAksWorkloadIdentity"];
const TAKEN = [
  "clientId",
  "clientSecret",
  "clientCertificatePath",
  "clientCertificatePassword",
  "tenantId",
  "metadataHost",
  "environment",
  "useOidc",
  "oidcToken",
  "oidcRequestUrl",
  "oidcRequestToken",
  "version",
  "pluginDownloadURL",
];

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
    const why = SIGN_INS.includes(name)
      ? "signs in with a certificate, a client secret or an OIDC token alone"
      : "does not know that setting";
    throw new Error(refusal(`azuread:${name} is set, but it ${why}`));
  }
  const read = (name: string, ...variables: string[]): string => {
    const value = configured[name];
    const set = variables.find((variable) => environment[variable]);
    return (typeof value === "string" ? value : "") || (set === undefined ? "" : (environment[set] ?? ""));
  };
  // azuread's order: what proves it without anybody else comes first.
  const proof = (): Settings["proof"] => {
    const oidc = !isOff(configured["useOidc"] ?? null) || /^(1|t|true)$/i.test(environment["ARM_USE_OIDC"] ?? "");
    const pfx = read("clientCertificatePath", "ARM_CLIENT_CERTIFICATE_PATH");
    if (pfx !== "") {
      const password = read("clientCertificatePassword", "ARM_CLIENT_CERTIFICATE_PASSWORD");
      return { certificate: pemOf(readFileSync(pfx), password) };
    }
    const [secret, token] = [read("clientSecret", "ARM_CLIENT_SECRET"), read("oidcToken", "ARM_OIDC_TOKEN")];
    if (secret !== "" || !oidc) return { secret: needed("clientSecret", "ARM_CLIENT_SECRET") };
    if (token !== "") return { token };
    const bearer = read("oidcRequestToken", "ARM_OIDC_REQUEST_TOKEN", "ACTIONS_ID_TOKEN_REQUEST_TOKEN");
    const url = read("oidcRequestUrl", "ARM_OIDC_REQUEST_URL", "ACTIONS_ID_TOKEN_REQUEST_URL");
    if (url === "" || bearer === "") throw new Error(unknownWay("ARM_OIDC_TOKEN"));
    loopbackOrigin("address of ID tokens", url);
    return { url, bearer };
  };
  const needed = (name: string, variable: string): string => {
    const value = read(name, variable);
    if (value === "") throw new Error(unknownWay(variable));
    return value;
  };
  const host = read("metadataHost", "ARM_METADATA_HOSTNAME");
  if (host === "") throw new Error(refusal("neither azuread:metadataHost nor ARM_METADATA_HOSTNAME names it"));
  const metadata = loopbackOrigin("metadata host", `https://${host}`);
  if (new URL(metadata).host !== host.toLowerCase()) {
    throw new Error(refusal(`the metadata host ${host} is more than a host and a port`));
  }
  return {
    clientId: needed("clientId", "ARM_CLIENT_ID"),
    proof: proof(),
    tenantId: needed("tenantId", "ARM_TENANT_ID"),
    metadata,
  };
}

/**
 * Lets only addresses of this very machine through. The plugin stands in for the real azuread provider in the dev stack
 * and the tests; a real tenant must never be touched by it, nor an operator's credentials be sent anywhere.
 *
 * @param what which address this is, as the operator knows it
 * @param address an `https` URL
 * @returns the URL's origin, without a slash at its end
 * @throws that the address is not the embedded tenant's, with the way to the real provider
 */
export function loopbackOrigin(what: string, address: string): string {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url?.protocol !== "https:" || !LOOPBACK.includes(url.hostname) || url.username !== "" || url.password !== "") {
    throw new Error(refusal(`the ${what} is ${address}`));
  }
  return url.origin;
}

/** The sentence with which everything but the embedded tenant is refused. */
function refusal(because: string): string {
  return (
    `This stand-in for the azuread provider serves only the embedded tenant on this machine, and ${because}: ` +
    "for any other tenant install the real provider (pulumi plugin install resource azuread 6.9.1)."
  );
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
