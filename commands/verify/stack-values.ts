/** The three values as a stack's state holds them: the newest key by its outputs, an older one by its resource. */

import { Temporal } from "temporal-polyfill";
import { CannotRun } from "../../machine/cannot-run.mjs";
import { pulumiCommand } from "../../stack/command.ts";
import { type Exported, heldIn, inClear } from "../../stack/exported.ts";
import type { Held } from "../../stack/held.ts";
import { NAMES, TYPES } from "../../stack/names.ts";
import { textIn } from "../../stack/text-in.ts";
import { type AskPulumi, readExported } from "../stack/ask.ts";
import type { HeldKey, Target } from "./target.ts";

/** What `valuesIn` says of a stack that `pulumi` reads. @throws CannotRun where it cannot, and as `valuesIn` does */
export async function readValues(
  stack: string,
  which: "previous" | number | undefined,
  ask: AskPulumi,
): Promise<StackValues> {
  return valuesIn(await readExported(stack, ask, { secrets: true }), stack, which);
}

export type StackValues = Pick<Target, "values" | "key" | "held" | "older">;

/**
 * @param exported with its secrets in clear
 * @param which takes another key than the newest one: the one before it, or one by its number. Its value is in its resource
 *   alone.
 * @returns the values, and which key it is
 * @throws CannotRun when there are no outputs, or no such key
 */
export function valuesIn(exported: Exported, stack: string, which: "previous" | number | undefined): StackValues {
  const resources = heldIn(exported);
  const outputs = resources.find(({ type }) => type === TYPES.stack)?.outputs ?? {};
  const text = (name: string) => inClear(outputs[name]) ?? "";
  if (text("clientId") === "") {
    throw new CannotRun(`Stack ${stack} has no outputs yet: run ${pulumiCommand("up", stack)}, then verify again.`);
  }
  const values = { tenantId: text("tenantId"), clientId: text("clientId"), clientSecret: text("clientSecret") };
  const newest = Number(textIn(outputs["secretNumber"]));
  if (which === undefined || which === newest) {
    const held = heldKey(resources, newest);
    return { values, key: described(newest, text("secretExpires")), held, older: false };
  }
  const number = which === "previous" ? previousNumber(outputs["previousSecret"], newest, stack) : which;
  const resource = secret(resources, number);
  if (!resource && which !== "previous") throw noSuchKey(stack, number, resources);
  const clientSecret = inClear(resource?.outputs["value"]);
  if (clientSecret === undefined) {
    throw new CannotRun(
      `The state does not hold the value of key ${number}${which === "previous" ? ", though the outputs name it" : ""}.`,
      `Run ${pulumiCommand("refresh", stack)}, then ${pulumiCommand("up", stack)}.`,
    );
  }
  const key = described(number, textIn(resource?.outputs["endDate"]));
  return {
    values: { ...values, clientSecret },
    key: which === "previous" ? `${key}, the previous one` : key,
    held: heldKey(resources, number),
    older: number < newest,
  };
}

function described(number: number, end: string): string {
  return `number ${number}, until ${end.slice(0, 10)}`;
}

function previousNumber(output: unknown, newest: number, stack: string): number {
  const older = output as { number?: unknown } | null | undefined;
  if (typeof older?.number === "number") return older.number;
  throw new CannotRun(`Stack ${stack} has no previous key: there is only number ${newest}. Leave out --previous.`);
}

function noSuchKey(stack: string, number: number, resources: readonly Held[]): CannotRun {
  const numbers = resources
    .filter(({ type, name }) => type === TYPES.secret && name.startsWith(NAMES.secret))
    .map(({ name }) => Number(name.slice(NAMES.secret.length)))
    .sort((one, other) => one - other);
  const there =
    numbers.length === 0
      ? "it holds none"
      : numbers.length === 1
        ? `there is only number ${numbers[0]}`
        : `there are ${numbers.join(", ")}`;
  return new CannotRun(`Stack ${stack} holds no key ${number}: ${there}.`);
}

function secret(resources: readonly Held[], number: number): Held | undefined {
  return resources.find(({ type, name }) => type === TYPES.secret && name === `${NAMES.secret}${number}`);
}

/** @returns undefined where the state does not tell it all */
function heldKey(resources: readonly Held[], number: number): HeldKey | undefined {
  const { keyId, startDate, endDate } = secret(resources, number)?.outputs ?? {};
  const time = (text: unknown) => new Date(Temporal.Instant.from(textIn(text)).epochMilliseconds);
  try {
    return typeof keyId === "string" ? { number, keyId, made: time(startDate), end: time(endDate) } : undefined;
  } catch {
    return undefined;
  }
}
