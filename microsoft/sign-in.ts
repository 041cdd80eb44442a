/** What Microsoft's client library is told of every sign-in, an operator's and ESIA's. */
import type { TokenCredentialOptions } from "@azure/identity";
import type { Endpoints } from "./endpoints.ts";
import { within } from "./sign-in-bounds.ts";
import { wires } from "./wires.ts";

/** The policies of a sign-in, which a caller may add its own to. */
export type SignInPolicies = NonNullable<TokenCredentialOptions["additionalPolicies"]>;

export interface SignInOptions {
  authorityHost: string;
  disableInstanceDiscovery: boolean;
  proxyOptions?: NonNullable<TokenCredentialOptions["proxyOptions"]>;
  additionalPolicies: SignInPolicies;
}

/**
 * @param ca certificates (PEM) to trust in place of Node's own: the embedded tenant's
 * @param env HTTPS_PROXY and its like are read from it
 * @throws Error with a sentence when the environment names a proxy that cannot be one
 */
export function signInOptions(
  { login, embedded }: Pick<Endpoints, "login" | "embedded">,
  { ca, env = process.env }: { ca?: string | undefined; env?: NodeJS.ProcessEnv } = {},
): SignInOptions {
  const { proxy, straight } = wires(env, ca);
  return {
    authorityHost: login,
    // Instance discovery asks Microsoft whether a login host is genuine; of the embedded tenant it could know nothing.
    disableInstanceDiscovery: embedded,
    ...(proxy && { proxyOptions: proxy.settings }),
    additionalPolicies: [straight, within(login)].map((policy) => ({ position: "perCall", policy })),
  };
}
