/** Tokens for both APIs, waiting for what a new application, key or grant needs to reach every server of Microsoft's. */
import { APIS, type Permission } from "../../permissions.ts";
import type { Patience } from "./patience.ts";
import { passes } from "./refusals.ts";
import { missingRoles } from "./roles.ts";
import type { Target } from "./target.ts";
import { type SignIn, signIn } from "./token.ts";

export interface Tokens {
  graph: SignIn;
  /** Absent where the cloud has no such API, and where the tenant has none and nothing of it was asked for. */
  management?: SignIn;
}

/** What did not pass by itself within a minute is wrong: a key mistyped, a consent that nobody gave. */
const MINUTE = 60_000;
const NO_SUCH_API = 500011;

/** @returns the tokens once they carry every role that was asked for, else as they are when patience ends */
export async function signInPatiently(
  target: Target,
  wanted: readonly Permission[],
  patience: Patience,
  ca: string | undefined,
): Promise<Tokens> {
  for (;;) {
    const tokens = await tokensNow(target, wanted, ca);
    const refused = [tokens.graph, tokens.management].find((token) => token && "refused" in token);
    if (refused && "refused" in refused) {
      const why = passes(refused.refused);
      const { retryAfter = 0 } = refused.refused;
      if (why === undefined || !(await patience.again(why, { atMost: MINUTE, asked: retryAfter }))) return tokens;
      continue;
    }
    const missing = missingRoles(wanted, grantedBy(tokens)).map(({ role }) => role);
    if (missing.length === 0) return tokens;
    const why = `Waiting for ${missing.join(", ")}: a new grant takes minutes to reach the tokens`;
    if (!(await patience.again(why, target.consent === "program" ? {} : { atMost: MINUTE }))) return tokens;
  }
}

/** The roles in each token that there is. */
export function grantedBy({ graph, management }: Tokens): { graph?: string[]; management?: string[] } {
  return {
    ...("roles" in graph && { graph: graph.roles }),
    ...(management && "roles" in management && { management: management.roles }),
  };
}

async function tokensNow(
  { values, endpoints }: Target,
  wanted: readonly Permission[],
  ca: string | undefined,
): Promise<Tokens> {
  const graph = await signIn(values, endpoints, endpoints.graph, ca);
  if ("refused" in graph || !endpoints.management) return { graph };
  const management = await signIn(values, endpoints, endpoints.management, ca);
  const asked = wanted.some(({ api }) => APIS[api] === APIS.management);
  if (!asked && "refused" in management && management.refused.code === NO_SUCH_API) return { graph };
  return { graph, management };
}
