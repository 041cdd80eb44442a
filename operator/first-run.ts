/** Before a stack's first run makes anything: is the operator one who could not go on with what he made? */
import { NAMES } from "../stack/names.ts";
import { readClaims } from "./claims.ts";
import type { Operator, OperatorSettings } from "./operator.ts";
import { refusalToMake } from "./ownership.ts";

/** Milliseconds. A run does not wait longer for what it can do without. */
const PATIENCE = 5_000;

export interface FirstRun {
  /** What the state holds: with an application in it this is no first run, and nothing is asked. */
  held: readonly { name: string }[];
  /** esia:owners */
  owners: readonly string[];
  /** The stack's configuration by full key, decrypted. */
  config: OperatorSettings["config"];
  stack: string;
}

/** What a test puts in place of the world. */
export interface World {
  env: NodeJS.ProcessEnv;
  /** Finds out how to sign in. @throws Error when nobody can */
  operator: (settings: OperatorSettings) => Operator | Promise<Operator>;
  patience: number;
}

/**
 * Signs in as the operator and reads what the token says of him.
 * @returns why nothing must be made, with the way out; undefined when it may be, and when it cannot be known: whoever cannot
 *   sign in here is told so by azuread, in its own words
 */
export async function refusalOfFirstRun(
  { held, owners, config, stack }: FirstRun,
  world: Partial<World> = {},
): Promise<string | undefined> {
  if (held.some(({ name }) => name === NAMES.application)) return undefined;
  const { env = process.env, operator = byMicrosoftsLibrary, patience = PATIENCE } = world;
  const stop = new AbortController();
  const late = new Promise<null>((done) => stop.signal.addEventListener("abort", () => done(null)));
  const timer = setTimeout(() => stop.abort(), patience);
  const asked = async () => {
    const { credential, graphRoot } = await operator({ env, config });
    return credential.getToken(`${graphRoot}/.default`, { abortSignal: stop.signal });
  };
  try {
    const answer = await Promise.race([asked(), late]);
    return answer ? refusalToMake(readClaims(answer.token), owners, stack) : undefined;
  } catch {
    return undefined;
  } finally {
    clearTimeout(timer);
  }
}

/** Loaded when it is needed alone: the library takes longer to load than all the rest of a run's program. */
async function byMicrosoftsLibrary(settings: OperatorSettings): Promise<Operator> {
  const { operator } = await import("./operator.ts");
  return operator(settings);
}
