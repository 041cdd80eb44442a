/**
 * The resource of names-in-reports.ts that shows names, as Pulumi runs it. States that exist lead here by this file's path and these
 * exports (reports/loader.ts): neither may change, and states of earlier versions must be understood. Those of 1.0.0 have no
 * resource that keeps what was found: this one held it, and hides names again.
 *
 * It never costs a run anything else: what cannot be shown is a `problem` in the state, which the program says and the
 * next run retries.
 */
import { type Declared, openReports, replacedBy, sameDeclared } from "./declared.ts";
import { putBackFound } from "./hide-again.ts";
import type { Names } from "./names.ts";
import { notRead } from "./sentences.ts";
import { type Kept, look, show } from "./show.ts";

/** `look` is the number of the look that `found` and `problem` came from, so that this resource works after each. */
export type Inputs = Declared & Kept & { names: "shown"; look: number };
/** `problem` is why the last run could not show them, a sentence; "" when it could. In states of 1.0.0 there is no `look`. */
export type Outputs = Declared & Kept & { names: Names; look?: number };

/** Whether anything is to be done: names are not shown, the last run had a problem, or what is declared changed. */
export async function diff(
  _id: string,
  olds: Outputs,
  news: Inputs,
): Promise<{ changes: boolean; replaces: string[] }> {
  const same = (["names", "found", "look"] as const).every((name) => olds[name] === news[name]);
  return { changes: !same || olds.problem !== "" || !sameDeclared(olds, news), replaces: replacedBy(olds, news) };
}

export async function create(inputs: Inputs): Promise<{ id: string; outs: Outputs }> {
  return { id: "reportSettings", outs: { ...inputs, ...(await show(() => openReports(inputs), inputs)) } };
}

export async function update(_id: string, olds: Outputs, news: Inputs): Promise<{ outs: Outputs }> {
  return { outs: { ...news, ...(await show(() => openReports(news), news, olds.names)) } };
}

/** What cannot be read leaves the state alone, so that no refresh fails for it. */
export async function read(id: string, props: Outputs): Promise<{ id: string; props: Outputs }> {
  try {
    return { id, props: { ...props, names: await look(() => openReports(props), props.names) } };
  } catch (error) {
    console.error(notRead(error));
    return { id, props };
  }
}

/**
 * Leaves hiding to the resource that keeps what was found, which is removed after this one; in a state of 1.0.0, where
 * there is none, hides names again.
 * @throws Error with a sentence
 */
export async function remove(_id: string, props: Outputs): Promise<void> {
  if (props.look === undefined) await putBackFound(() => openReports(props), props);
}
