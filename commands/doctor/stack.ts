/** What the stack itself says: its state, settings and keys. Nothing of the tenant is asked. */
import type { Temporal } from "temporal-polyfill";
import { today as todayIs } from "../../keys/today.ts";
import { CannotRun } from "../../machine/cannot-run.mjs";
import { cloud } from "../../microsoft/clouds.ts";
import { isLoopback } from "../../microsoft/this-machine.ts";
import { credentialsInClear } from "../../operator/credentials.ts";
import type { Settings } from "../../settings.ts";
import { askedFor } from "../../stack/asked.ts";
import { type Command, pulumiCommand } from "../../stack/command.ts";
import { foreignStack, foreignState } from "../../stack/foreign-state.ts";
import { PROJECT } from "../../stack/names.ts";
import type { Row } from "../rows/report.ts";
import { type AskPulumi, type Config, readConfigSecrecy, readExported } from "../stack/ask.ts";
import { keyFindings } from "./keys.ts";
import { interruptionRows, type Passphrase, protectionRow } from "./protection.ts";
import { type StackState, stateOf } from "./stack-state.ts";

export interface Stack {
  name: string;
  state: StackState;
  /** Secrets in clear: in memory only. */
  config: Config;
  isSecret: (key: string) => boolean;
}

/** @returns the stack, or a row that says why there is none and what to do */
export async function readStack(name: string, pulumi: AskPulumi): Promise<Stack | { refused: Row }> {
  try {
    const [exported, config] = await Promise.all([
      readExported(name, pulumi, { secrets: false }),
      readConfigSecrecy(name, pulumi, { secrets: true }),
    ]);
    return { name, state: stateOf(exported), ...config };
  } catch (error) {
    if (!(error instanceof CannotRun)) throw error;
    return { refused: { check: "Stack", result: "fail", detail: error.why, ...(error.next && { next: error.next }) } };
  }
}

export interface StackFindings {
  rows: Row[];
  /** Undefined where they are refused. */
  settings: Settings | undefined;
  /** Key ids that a run today removes. */
  removed: string[];
}

/** Pure. @param now the clock @param env ESIA_AS_OF and what stands in for azuread's settings */
export function stackFindings(
  stack: Stack,
  {
    now,
    env,
    passphrase,
    lock,
  }: { now: Temporal.Instant; env: NodeJS.ProcessEnv; passphrase: Passphrase; lock: Row[] },
): StackFindings {
  const { name, state, config, isSecret } = stack;
  const foreign = foreignStack(
    state.held.map(({ urn }) => urn),
    { project: PROJECT, stack: name.split("/").at(-1) as string },
  );
  const command = (words: string) => pulumiCommand(words, name);
  const { settings, rows: settingsRows } = settingsOf(stack, env, command);
  const { day, rows: dayRows } = dayOf(stack, { env, now, command });
  const keys = keyFindings(state, config, day, name);
  return {
    settings,
    removed: keys.removed,
    rows: [
      foreign === undefined ? stackRow(stack) : foreignRow(name, foreign),
      ...settingsRows,
      // A run works with it and only warns; that it writes the operator's credential into the history once more is looked at here.
      ...credentialsInClear(config, isSecret, command).map(
        ({ why, next }): Row => ({ check: "Credentials", result: "fail", detail: why, next }),
      ),
      ...dayRows,
      ...keys.rows,
      protectionRow(state, passphrase, name),
      ...lock,
      ...interruptionRows(state, name),
    ],
  };
}

function stackRow({ name, state }: Stack): Row {
  const holds = state.resources === 0 ? "nothing yet: no run has finished" : `${state.resources} resources`;
  return { check: "Stack", result: "pass", detail: `${name}; its state holds ${holds}.` };
}

function foreignRow(name: string, from: string): Row {
  const { why, next } = foreignState(name, from);
  return { check: "Stack", result: "fail", detail: why, next };
}

/** The program's own rules, so that what a run would refuse is said here too. */
function settingsOf(
  { config, state }: Stack,
  env: NodeJS.ProcessEnv,
  command: Command,
): { settings: Settings | undefined; rows: Row[] } {
  const check = "Settings";
  try {
    const itsCloud = cloud(config["azuread:environment"], env["ARM_ENVIRONMENT"]);
    const { settings, warnings } = askedFor(config, itsCloud, state.held, { isSecret: () => true, command });
    if (warnings.length === 0)
      return { settings, rows: [{ check, result: "pass", detail: "As the program takes them." }] };
    return { settings, rows: warnings.map((detail) => ({ check, result: "warn", detail })) };
  } catch (refusal) {
    const problems = (refusal as Error).message.split("\n");
    return { settings: undefined, rows: problems.map((detail) => ({ check, result: "fail", detail })) };
  }
}

/** The day that an `up` takes for today, or why it would refuse to. */
function dayOf(
  { config }: Stack,
  { env, now, command }: { env: NodeJS.ProcessEnv; now: Temporal.Instant; command: Command },
): { day: Temporal.PlainDate; rows: Row[] } {
  const embedded = isLoopback(config["azuread:metadataHost"] || env["ARM_METADATA_HOSTNAME"]);
  try {
    const asOf = env["ESIA_AS_OF"];
    return { day: todayIs({ asOf, preview: false, embedded, now: now.epochMilliseconds, command }), rows: [] };
  } catch (refusal) {
    const day = now.toZonedDateTimeISO("UTC").toPlainDate();
    return { day, rows: [{ check: "Date", result: "fail", detail: (refusal as Error).message }] };
  }
}
