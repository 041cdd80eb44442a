/**
 * The resource of names-in-reports.ts that keeps what was found and puts it back, as Pulumi runs it. It comes before the one that
 * shows names, so its state is saved before they are, and goes after it. States that exist lead here by this file's path
 * and these exports (reports/loader.ts): neither may change, and states of earlier versions must be understood.
 *
 * Only hiding names again fails as an error: they are personal data, and it comes last.
 */
import { type Declared, openReports, replacedBy, sameDeclared } from "./declared.ts";
import { type Last, lookFor } from "./found.ts";
import { putBackFound } from "./hide-again.ts";
import type { Names } from "./names.ts";

export type Inputs = Declared & {
  last: Last;
  /** What a state of 1.0.0 held in the resource that shows. */
  handedOver?: Names | undefined;
};
export type Outputs = Inputs & {
  /** Before any stack of this program showed them. */
  found: Names;
  /** Why the last look failed, a sentence; "" when it did not. */
  problem: string;
  /** How many looks there were. */
  look: number;
};

/** Whether to look again: whenever names may be about to be shown. What the state holds then decides what is put back. */
export async function diff(
  _id: string,
  olds: Outputs,
  news: Inputs,
): Promise<{ changes: boolean; replaces: string[] }> {
  const again = news.last !== "shown" || olds.problem !== "";
  return { changes: again || !sameDeclared(olds, news), replaces: replacedBy(olds, news) };
}

export async function create(inputs: Inputs): Promise<{ id: string; outs: Outputs }> {
  const before = { found: inputs.handedOver ?? "unknown", last: inputs.last };
  return { id: "reportSettings", outs: { ...inputs, ...(await lookFor(() => openReports(inputs), before)), look: 1 } };
}

export async function update(_id: string, olds: Outputs, news: Inputs): Promise<{ outs: Outputs }> {
  const before = { found: olds.found, last: news.last };
  return { outs: { ...news, ...(await lookFor(() => openReports(news), before)), look: olds.look + 1 } };
}

/** A refresh changes nothing of what was found. */
export async function read(id: string, props: Outputs): Promise<{ id: string; props: Outputs }> {
  return { id, props };
}

/**
 * Hides names again where this stack is the one to do so, and says what it did.
 * @throws Error with a sentence
 */
export async function remove(_id: string, props: Outputs): Promise<void> {
  const { found, problem } = props;
  // Nothing is shown before something was found.
  const names = found === "unknown" && problem !== "" ? "unknown" : "shown";
  await putBackFound(() => openReports(props), { names, found });
}
