/** A token for an API, by Microsoft's own client library, with nothing but the three values. */
import type { RestError } from "@azure/core-rest-pipeline";
import { ClientSecretCredential } from "@azure/identity";
import { CannotRun } from "../../machine/cannot-run.mjs";
import type { Api, Endpoints } from "../../microsoft/endpoints.ts";
import { misshapen, RequestFailed, redirected, webPage } from "../../microsoft/failure.ts";
import { isWebPage } from "../../microsoft/said.ts";
import { type SignInPolicies, signInOptions } from "../../microsoft/sign-in.ts";
import { claimsOf } from "../../microsoft/token.ts";
import type { Values } from "./values.ts";

/** Entra's refusal, as it came. */
export interface Refused {
  /** The number behind AADSTS; absent where the answer has none. */
  code?: number;
  /** The HTTP status; absent where there was no answer. */
  status?: number;
  /** Why there was no answer: the code of Node's or OpenSSL's, such as ENOTFOUND. */
  noAnswer?: string;
  /** An answer that is neither a token nor a refusal: what it is, and what to do about it. */
  odd?: Pick<RequestFailed, "message" | "next">;
  /** Milliseconds the server asks to wait. */
  retryAfter?: number;
}

export type SignIn = { token: string; roles: string[] } | { refused: Refused };

/**
 * Asks for a token anew, past every cache: only a new token shows new grants.
 * @param ca certificates (PEM) to trust in place of Node's own
 * @returns the token with its `roles`, which are read, not proved: the API checks its signature
 * @throws CannotRun when the token is of no form that is known here
 */
export async function signIn(
  { tenantId, clientId, clientSecret }: Values,
  endpoints: Pick<Endpoints, "login" | "embedded">,
  api: Api,
  ca?: string,
): Promise<SignIn> {
  const seen: Refused = {};
  const options = signInOptions(endpoints, { ca });
  const credential = new ClientSecretCredential(tenantId, clientId, clientSecret, {
    ...options,
    // Waiting is done by `patience.ts`, which says so and has a limit.
    retryOptions: { maxRetries: 0 },
    additionalPolicies: [{ position: "perCall", policy: watch(seen) }, ...options.additionalPolicies],
  });
  let token: string;
  try {
    ({ token } = await credential.getToken(api.scope));
  } catch {
    // The library's own message says less than the answer does, and may repeat what was sent.
    const { host } = new URL(endpoints.login);
    if (Object.keys(seen).length === 0) seen.odd = misshapen(host, 200, "there is no token in it");
    return { refused: seen };
  }
  const claims = claimsOf(token);
  if (!claims) {
    throw new CannotRun(
      `${new URL(endpoints.login).host} lets the key in, but its token's roles cannot be read, so consent cannot be judged. ` +
        "This program may be too old for what Microsoft hands out now: take a newer version, then verify again.",
    );
  }
  // A token without any roles has no claim of them.
  return { token, roles: [...(claims.roles ?? [])] };
}

/** Looks at Entra's answers as they come: the library hides the reason when the first of its requests fails. */
function watch(seen: Refused): SignInPolicies[number]["policy"] {
  return {
    name: "verify",
    async sendRequest(request, next) {
      const { host } = new URL(request.url);
      try {
        const response = await next(request);
        Object.assign(seen, notGiven(host, response));
        return response;
      } catch (error) {
        const { code, name, response } = error as RestError;
        // What is no JSON is an error to the library, whatever its status.
        if (response) Object.assign(seen, notGiven(host, response) ?? { odd: noJson(host, response) });
        else if (error instanceof RequestFailed && error.trouble !== "no answer") seen.odd = error;
        else seen.noAnswer = code || name;
        throw error;
      }
    },
  };
}

type Response = Awaited<ReturnType<SignInPolicies[number]["policy"]["sendRequest"]>>;

function notGiven(host: string, { status, bodyAsText, headers }: Response): Refused | undefined {
  if (status >= 400) return refusal(status, bodyAsText ?? "", headers.get("retry-after"));
  return status >= 300 ? { odd: redirected(host, status) } : undefined;
}

function noJson(host: string, { status, bodyAsText }: Response): RequestFailed {
  return isWebPage(bodyAsText ?? "") ? webPage(host, status) : misshapen(host, status, "it is no JSON");
}

function refusal(status: number, body: string, retryAfter: string | undefined): Refused {
  const code = /AADSTS(\d{4,9})(?!\d)/.exec(body)?.[1];
  const seconds = Number(retryAfter);
  return { status, ...(code && { code: Number(code) }), ...(seconds > 0 && { retryAfter: seconds * 1000 }) };
}
