/** Reads a stack by the user's own `pulumi`: its settings and, where they are wanted, the three values. */

import { pulumiCommand } from "../../stack/command.ts";
import { CannotRun } from "../rows/report.ts";
import { previousKey } from "./previous-key.ts";
import type { Values } from "./values.ts";

/** Runs `pulumi` with arguments; never throws. `code` is -1 when it could not be started, and `stderr` then says why. */
export type AskPulumi = (args: readonly string[]) => Promise<{ code: number; stdout: string; stderr: string }>;

/** In what a stack is read. */
export interface Surroundings {
  env: NodeJS.ProcessEnv;
  ask: AskPulumi;
  /** The embedded tenant's certificate (PEM), which Node learns of only when a process starts. */
  ca?: string;
  close(): Promise<void>;
}

/** A stack's settings by full key ("esia:omit"), with Pulumi.yaml's defaults; lists as JSON, secrets undefined. */
export type Config = Readonly<Record<string, string | undefined>>;

/** @throws CannotRun when `pulumi` cannot read the stack */
export async function readConfig(stack: string, ask: AskPulumi): Promise<Config> {
  const entries = await json<Record<string, { value?: string }>>(["config", "--json"], stack, ask);
  return Object.fromEntries(Object.entries(entries).map(([key, { value }]) => [key, value]));
}

/**
 * The three values from the stack's outputs.
 * @param previous takes the previous key in place of the newest one: its value is in the state alone
 * @returns the values, and which key it is in a few words
 * @throws CannotRun when there are no outputs, or no previous key
 */
export async function readValues(
  stack: string,
  previous: boolean,
  ask: AskPulumi,
): Promise<{ values: Values; key: string }> {
  const outputs = await json<Record<string, unknown>>(["stack", "output", "--json", "--show-secrets"], stack, ask);
  const text = (name: string) => (typeof outputs[name] === "string" ? outputs[name] : "");
  if (text("clientId") === "") {
    throw new CannotRun(`Stack ${stack} has no outputs yet: run ${pulumiCommand("up", stack)}, then verify again.`);
  }
  const values = { tenantId: text("tenantId"), clientId: text("clientId"), clientSecret: text("clientSecret") };
  const key = (number: unknown, expires: unknown) => `number ${number}, until ${String(expires).slice(0, 10)}`;
  if (!previous) return { values, key: key(outputs["secretNumber"], outputs["secretExpires"]) };
  const older = outputs["previousSecret"] as { number: number; expires: string } | undefined;
  if (!older) {
    throw new CannotRun(
      `Stack ${stack} has no previous key: there is only number ${outputs["secretNumber"]}. Leave out --previous.`,
    );
  }
  const state = await json<object>(["stack", "export", "--show-secrets"], stack, ask);
  const clientSecret = previousKey(state, older.number);
  return { values: { ...values, clientSecret }, key: `${key(older.number, older.expires)}, the previous one` };
}

async function json<Result>(args: readonly string[], stack: string, ask: AskPulumi): Promise<Result> {
  const { code, stdout, stderr } = await ask([...args, "--stack", stack]);
  const command = `'pulumi ${args.filter((arg) => !arg.startsWith("--")).join(" ")} --stack ${stack}'`;
  if (code === -1) {
    throw new CannotRun(
      `'pulumi' could not be started (${stderr}). Install it (pulumi.com/docs/install) and open a new terminal; for the ` +
        "embedded tenant 'npm start' brings its own.",
    );
  }
  if (code !== 0) {
    const lines = stderr.split("\n").map((line) => line.trim());
    const errors = lines.filter((line) => line.startsWith("error: ")).map((line) => line.slice("error: ".length));
    const said = (errors.length > 0 ? errors : lines).filter(Boolean).slice(-2).join(" ").replace(/\.?$/, ".");
    throw new CannotRun(
      `${command} failed: ${said} Is this the stack's folder, and are you signed in to its backend ('pulumi whoami', ` +
        "'pulumi stack ls')?",
    );
  }
  try {
    return JSON.parse(stdout) as Result;
  } catch {
    throw new CannotRun(`${command} printed no JSON. Run it by hand to see what is wrong.`);
  }
}
