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

/** What did not pass by itself within a minute is wrong: a key mistyped, say. */
const MINUTE = 60_000;
/** A key reaches every server of Entra's in minutes; one that is older and unknown is gone. */
const HOUR = 60 * MINUTE;
const NO_SUCH_API = 500011;

/**
 * @param today by which a key is new or not
 * @returns the tokens once they carry every role that was asked for, else as they are when waiting is over or cannot help
 */
export async function signInPatiently(
  target: Target,
  wanted: readonly Permission[],
  today: Date,
  patience: Patience,
  ca: string | undefined,
): Promise<Tokens> {
  for (;;) {
    const tokens = await tokensNow(target, wanted, ca);
    const refused = [tokens.graph, tokens.management].find((token) => token && "refused" in token);
    if (refused && "refused" in refused) {
      const why = passes(refused.refused, isNew(target, today));
      const { retryAfter = 0 } = refused.refused;
      if (why === undefined || !(await patience.again(why, { atMost: MINUTE, asked: retryAfter }))) return tokens;
      continue;
    }
    const missing = missingRoles(wanted, grantedBy(tokens)).map(({ role }) => role);
    // Where somebody else has to consent, waiting brings nothing: that one is not asked by it.
    if (missing.length === 0 || target.consent === "administrator") return tokens;
    const why = `Waiting for ${missing.join(", ")}: a new grant takes minutes to reach the tokens`;
    if (!(await patience.again(why))) return tokens;
  }
}

/** Whether the key can be one that not every server knows yet. A key that somebody typed may be new. */
function isNew({ held }: Target, today: Date): boolean {
  return held === undefined || today.getTime() - held.made.getTime() < HOUR;
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
