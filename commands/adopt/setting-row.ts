/** The setting esia:adopt, beside what exists: written, or removed where it names what is gone. */
import { importing, readAdoption } from "../../stack/adopting.ts";
import { adoptCommand, pulumiCommand } from "../../stack/command.ts";
import type { StackState } from "../doctor/stack-state.ts";
import type { Row } from "../rows/report.ts";
import { type AskPulumi, type Config, refusedBy } from "../stack/ask.ts";
import type { Arguments } from "./arguments.ts";

const CHECK = "Setting";
const SETTING = "esia:adopt";

/** What the row needs of what adopt looks with. */
export interface Writing extends Pick<Arguments, "stack" | "clientId" | "yes"> {
  state: Pick<StackState, "held">;
  config: Config;
  pulumi: AskPulumi;
}

/** What a run is to take over. */
export interface ToTake {
  /** The setting's value. */
  value: string;
  /** Logical names of what exists and the state does not hold. */
  names: readonly string[];
  /** Whether something fails that a run would meet half done. */
  fails: boolean;
}

/** Writes the setting where there is something to take over, and says so. With nothing, what the setting still names is gone. */
export async function settingRow({ value, names, fails }: ToTake, writing: Writing): Promise<Row> {
  const { stack, config } = writing;
  if (names.length === 0) {
    const none = "Nothing to take over: all that exists of what a run makes is in the state.";
    return (await goneRow(writing)) ?? { check: CHECK, result: "pass", detail: none };
  }
  if (fails) return { check: CHECK, result: "warn", detail: "Not written: see what fails.", next: "Mend that first." };
  const what = `${names.length} to take over`;
  const runs = `${pulumiCommand("preview", stack)} shows what a run does, ${pulumiCommand("up", stack)} does it.`;
  if (config[SETTING] === value) {
    return { check: CHECK, result: "pass", detail: `${SETTING} says so already: ${what}.`, next: runs };
  }
  if (!writing.yes) return notYet(`${what}. Nothing was written.`, `writes ${SETTING}.`, writing);
  const words = ["set", SETTING, value];
  return changed(words, { done: `${SETTING} is written: ${what}.`, next: runs, not: "written" }, writing);
}

/** Removes the setting where nothing is left to take over of what it names and the state does not hold. */
export async function goneRow(writing: Writing): Promise<Row | undefined> {
  const { stack } = writing;
  const gone = notHeld(writing);
  if (gone.length === 0) return undefined;
  const what = `${gone.join(", ")}, which ${gone.length > 1 ? "are" : "is"} not there to take over any more`;
  const detail = `${SETTING} still names ${what}: a run may fail on it.`;
  if (!writing.yes) return notYet(detail, "removes the setting.", writing);
  const done = `${SETTING} is removed: it named ${what}.`;
  const next = `${pulumiCommand("up", stack)} makes what is missing.`;
  return changed(["rm", SETTING], { done, next, not: "removed" }, writing);
}

/** Where no application was found the setting may name one that nobody looked for: it is left alone. */
export function unseenRow({ config, state, stack }: Pick<Writing, "config" | "state" | "stack">): Row | undefined {
  const names = notHeld({ config, state });
  if (names.length === 0) return undefined;
  return {
    check: CHECK,
    result: "warn",
    detail: `${SETTING} names ${names.length} to take over; whether they exist was not looked up.`,
    next:
      `${adoptCommand(stack, "--client-id ID")} looks at the application that is meant. If it is gone, ` +
      `${pulumiCommand(`config rm ${SETTING}`, stack)} lets a run make a new one.`,
  };
}

/** The logical names in the setting that the state does not hold; none in a value that every run refuses anyway. */
function notHeld({ config, state }: Pick<Writing, "config" | "state">): string[] {
  try {
    const adoption = readAdoption(config[SETTING] ?? "");
    const taken = importing(adoption, state.held);
    return Object.keys(adoption.ids).filter((name) => taken(name).import !== undefined);
  } catch {
    return [];
  }
}

function notYet(detail: string, does: string, { stack, clientId }: Writing): Row {
  const again = adoptCommand(stack, `${clientId === undefined ? "" : `--client-id ${clientId} `}--yes`);
  return { check: CHECK, result: "warn", detail, next: `${again} ${does}` };
}

async function changed(
  words: readonly string[],
  { done, next, not }: { done: string; next: string; not: string },
  { stack, pulumi }: Writing,
): Promise<Row> {
  const { code, stderr } = await pulumi(["config", ...words, "--stack", stack, "--non-interactive"]);
  if (code === 0) return { check: CHECK, result: "pass", detail: done, next };
  const refused = refusedBy(stderr, stack);
  return {
    check: CHECK,
    result: "fail",
    detail: `${SETTING} was not ${not}. ${refused.why}`,
    ...(refused.next && { next: refused.next }),
  };
}
