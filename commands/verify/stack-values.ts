/** The three values as a stack's state holds them: the newest key by its outputs, an older one by its resource. */
import { Temporal } from "temporal-polyfill";
import { CannotRun } from "../../machine/cannot-run.mjs";
import { pulumiCommand } from "../../stack/command.ts";
import { heldIn, inClear } from "../../stack/exported.ts";
import type { Held } from "../../stack/held.ts";
import { NAMES, TYPES } from "../../stack/names.ts";
import { type AskPulumi, readExported } from "../stack/ask.ts";
import type { Target } from "./target.ts";

/**
 * @param previous takes the previous key in place of the newest one: its value is in its resource alone
 * @returns the values, which key it is in a few words, and when it was made
 * @throws CannotRun when there are no outputs, or no previous key
 */
export async function readValues(
  stack: string,
  previous: boolean,
  ask: AskPulumi,
): Promise<Pick<Target, "values" | "key" | "made">> {
  const resources = heldIn(await readExported(stack, ask, { secrets: true }));
  const outputs = resources.find(({ type }) => type === TYPES.stack)?.outputs ?? {};
  const text = (name: string) => inClear(outputs[name]) ?? "";
  if (text("clientId") === "") {
    throw new CannotRun(`Stack ${stack} has no outputs yet: run ${pulumiCommand("up", stack)}, then verify again.`);
  }
  const values = { tenantId: text("tenantId"), clientId: text("clientId"), clientSecret: text("clientSecret") };
  const key = (number: unknown, expires: unknown) => `number ${number}, until ${String(expires).slice(0, 10)}`;
  if (!previous) {
    const number = outputs["secretNumber"];
    const made = madeAt(held(resources, Number(number)));
    return { values, key: key(number, outputs["secretExpires"]), made };
  }
  const older = outputs["previousSecret"] as { number: number; expires: string } | undefined;
  if (!older) {
    throw new CannotRun(
      `Stack ${stack} has no previous key: there is only number ${outputs["secretNumber"]}. Leave out --previous.`,
    );
  }
  const secret = held(resources, older.number);
  const clientSecret = inClear(secret?.outputs["value"]);
  if (clientSecret === undefined) {
    throw new CannotRun(
      `The state does not hold the value of key ${older.number}, though the outputs name it.`,
      `Run ${pulumiCommand("refresh", stack)}, then ${pulumiCommand("up", stack)}.`,
    );
  }
  return {
    values: { ...values, clientSecret },
    key: `${key(older.number, older.expires)}, the previous one`,
    made: madeAt(secret),
  };
}

function held(resources: readonly Held[], number: number): Held | undefined {
  return resources.find(({ type, name }) => type === TYPES.secret && name === `${NAMES.secret}${number}`);
}

/** Entra's own time of the making; undefined where the state does not tell. */
function madeAt(secret: Held | undefined): Date | undefined {
  try {
    return new Date(Temporal.Instant.from(String(secret?.outputs["startDate"])).epochMilliseconds);
  } catch {
    return undefined;
  }
}
