/** The three values as a stack holds them: the newest key from its outputs, an older one from its state. */
import { CannotRun } from "../../machine/cannot-run.mjs";
import { pulumiCommand } from "../../stack/command.ts";
import { inClear } from "../../stack/exported.ts";
import { NAMES, TYPES } from "../../stack/names.ts";
import { type AskPulumi, readExported, readOutputs } from "../stack/ask.ts";
import type { Values } from "./values.ts";

/**
 * @param previous takes the previous key in place of the newest one: its value is in the state alone
 * @returns the values, and which key it is in a few words
 * @throws CannotRun when there are no outputs, or no previous key
 */
export async function readValues(
  stack: string,
  previous: boolean,
  ask: AskPulumi,
): Promise<{ values: Values; key: string }> {
  const outputs = await readOutputs(stack, ask);
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
  const clientSecret = await keyInState(stack, older.number, ask);
  return { values: { ...values, clientSecret }, key: `${key(older.number, older.expires)}, the previous one` };
}

async function keyInState(stack: string, number: number, ask: AskPulumi): Promise<string> {
  const { resources } = await readExported(stack, ask, { secrets: true });
  const held = resources.find(({ type, name }) => type === TYPES.secret && name === `${NAMES.secret}${number}`);
  const value = inClear(held?.outputs["value"]);
  if (value !== undefined) return value;
  throw new CannotRun(
    `The state does not hold the value of key ${number}, though the outputs name it.`,
    `Run ${pulumiCommand("refresh", stack)}, then ${pulumiCommand("up", stack)}.`,
  );
}
