/**
 * The resource of reports.ts, as Pulumi runs it. States that exist lead here by this file's path and these exports
 * (reports/loader.ts): neither may change, and states of earlier versions must be understood.
 *
 * It never costs a run anything else: what cannot be shown is a `problem` in the state, which the program says and the
 * next run retries. Only hiding names again fails as an error: they are personal data, and it comes last.
 */
import { operator } from "../operator/operator.ts";
import { signedIn } from "./graph.ts";
import { hideAgain } from "./hide-again.ts";
import type { Remembered } from "./names.ts";
import { notPutBack, notRead } from "./sentences.ts";
import { look, show } from "./show.ts";
import { type TenantReports, tenantReports } from "./tenant-reports.ts";

/** What the program declares. Nothing of it is a credential. */
export interface Declared {
  tenantId: string;
  /** The stack's mark, to tell its own application from other stacks'. */
  mark: string;
  /** azuread's settings in the stack's configuration, by full key, without credentials. */
  operator: Record<string, string>;
}

export type Inputs = Declared & { names: "shown" };
export type Outputs = Declared & Remembered;

/**
 * Whether anything is to be done: names are not shown, the last run had a problem, or what the program declares changed.
 * Another tenant is another resource: names of the one are no answer for the other.
 */
export async function diff(
  _id: string,
  olds: Outputs,
  news: Inputs,
): Promise<{ changes: boolean; replaces: string[] }> {
  const same = (["names", "tenantId", "mark"] as const).every((name) => olds[name] === news[name]);
  const sorted = (settings: Record<string, string> = {}) => JSON.stringify(Object.entries(settings).sort());
  return {
    changes: !same || olds.problem !== "" || sorted(olds.operator) !== sorted(news.operator),
    replaces: olds.tenantId === news.tenantId ? [] : ["tenantId"],
  };
}

export async function create(inputs: Inputs): Promise<{ id: string; outs: Outputs }> {
  return { id: "reportSettings", outs: { ...inputs, ...(await show(() => tenantOf(inputs))) } };
}

export async function update(_id: string, olds: Outputs, news: Inputs): Promise<{ outs: Outputs }> {
  return { outs: { ...news, ...(await show(() => tenantOf(news), olds)) } };
}

/** What cannot be read leaves the state alone, so that no refresh fails for it. */
export async function read(id: string, props: Outputs): Promise<{ id: string; props: Outputs }> {
  try {
    return { id, props: { ...props, ...(await look(() => tenantOf(props), props)) } };
  } catch (error) {
    console.error(notRead(error));
    return { id, props };
  }
}

/**
 * Hides names again where this stack is the one to do so, and says what it did.
 * @throws Error with a sentence
 */
export async function remove(_id: string, props: Outputs): Promise<void> {
  console.error(await hideAgain(() => tenantOf(props), props).catch((error) => fail(notPutBack(error))));
}

async function tenantOf({ operator: config, tenantId, mark }: Declared): Promise<TenantReports> {
  return tenantReports(await signedIn(operator({ env: process.env, config }), tenantId), mark);
}

/** Pulumi's provider process prints a failed removal as "error: stack", the engine its message: once is enough. */
function fail(sentence: string): never {
  throw Object.assign(new Error(sentence), {
    toString: () => "names-in-reports",
    stack: "not removed; its error says why",
  });
}
