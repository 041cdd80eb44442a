import { createHash, createPrivateKey, randomUUID, X509Certificate } from "node:crypto";
import { SignJWT } from "jose";
import { claimsOf } from "../../../microsoft/token.ts";
import { ConnectionDropped, dropped, GraphError, isBusy, jsonIn, patiently } from "./graph-failures.ts";
import type { Surroundings } from "./reach.ts";
import { loopbackOrigin, type Settings } from "./settings.ts";

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

/** Asks again while nothing is known: a token costs nothing. Source: go-azure-sdk, sdk/auth/client.go. */
const PATIENCE = {
  repeats: 8,
  longest: 30_000,
  passes: (failure: unknown) =>
    failure instanceof ConnectionDropped || (failure instanceof GraphError && isBusy(failure.status)),
};

/**
 * Asks the metadata host for its addresses.
 *
 * @throws if it does not answer as one, or names an address that is not on this machine
 */
export async function findEndpoints({ metadata }: Settings, send: Surroundings["send"]): Promise<Endpoints> {
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
 * Signs in with a client secret, a certificate, or another issuer's token.
 *
 * @throws the token endpoint's own words in azuread's frame; never what proves who signs in
 */
export async function signIn(
  { clientId, proof, tenantId }: Settings,
  { login, graph }: Endpoints,
  { send, wait, now }: Omit<Surroundings, "settle">,
): Promise<Token> {
  const tokenUrl = `${login}/${encodeURIComponent(tenantId)}/oauth2/v2.0/token`;
  const given =
    "secret" in proof
      ? proof.secret
      : "certificate" in proof
        ? await ownAssertion(proof.certificate, clientId, tokenUrl, now())
        : "token" in proof
          ? proof.token
          : await idToken(proof, send);
  const proven: Record<string, string> =
    "secret" in proof
      ? { client_secret: given }
      : { client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer", client_assertion: given };
  const form = new URLSearchParams({
    grant_type: "client_credentials",
    client_id: clientId,
    ...proven,
    scope: `${graph}/.default`,
  });
  const ask = async (): Promise<Token> => {
    const response = await send(tokenUrl, {
      method: "POST",
      headers: { "content-type": "application/x-www-form-urlencoded" },
      body: form.toString(),
      redirect: "error",
    });
    const text = await response.text();
    const { access_token: value, expires_in: lifetime } = jsonIn(text);
    if (!response.ok || typeof value !== "string") {
      throw new GraphError(
        response.status,
        "building client: unable to obtain access token: clientCredentialsToken: received HTTP status " +
          // Entra does not repeat a secret; should anything ever do so, it ends here.
          `${response.status} with response: ${text.replaceAll(given, "[secret]")}`,
      );
    }
    const caller = claimsOf(value)?.oid;
    if (caller === undefined) throw new Error("The token of the embedded tenant does not name the caller (oid claim).");
    return { value, caller, until: now() + (Number(lifetime ?? 0) - 60) * 1000 };
  };
  return patiently(ask, PATIENCE, wait);
}

/** Source: go-azure-sdk, sdk/auth/github_oidc_authorizer.go. @throws the runner's status; its answer could hold a token */
async function idToken({ url, bearer }: { url: string; bearer: string }, send: Surroundings["send"]): Promise<string> {
  const asked = new URL(url);
  if (!asked.searchParams.has("audience")) asked.searchParams.set("audience", "api://AzureADTokenExchange");
  const response = await send(asked.href, {
    headers: { accept: "application/json", authorization: `Bearer ${bearer}` },
    redirect: "error",
  });
  const { value } = jsonIn(await response.text());
  if (response.ok && typeof value === "string") return value;
  throw new Error(
    `building client: unable to obtain access token: gitHubAssertion: received HTTP status ${response.status} without a token`,
  );
}

/** What azuread signs with its certificate. Source: go-azure-sdk, sdk/auth/client_credentials.go. @param now milliseconds */
async function ownAssertion(pem: string, clientId: string, audience: string, now: number): Promise<string> {
  const kid = createHash("sha1").update(new X509Certificate(pem).raw).digest("base64url");
  const seconds = Math.floor(now / 1000);
  return new SignJWT()
    .setProtectedHeader({ alg: "RS256", typ: "JWT", kid })
    .setAudience(audience)
    .setIssuer(clientId)
    .setSubject(clientId)
    .setJti(randomUUID())
    .setNotBefore(seconds)
    .setExpirationTime(seconds + 3600)
    .sign(createPrivateKey(pem));
}
