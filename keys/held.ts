/** The client secrets in what the state holds; what cannot be understood there is an error. Pure: imports no Pulumi. */

import { Temporal } from "temporal-polyfill";
import { quoted } from "../machine/printed.mjs";
import { sameGuid } from "../microsoft/guid.ts";
import { NAMES, TYPES } from "../stack/names.ts";
import { textIn } from "../stack/text-in.ts";
import type { HeldSecret } from "./secret.ts";

type Command = (words: string) => string;

/** A resource as the state holds it. */
interface Held {
  urn: string;
  type: string;
  name: string;
  outputs: Readonly<Record<string, unknown>>;
}

/**
 * Picks the client secrets out of the stack's resources.
 * @returns them by number, the newest last
 * @param command puts words of Pulumi's command line into a command for this stack, in quotes
 * @throws Error saying what was found and how to repair it: guessing could cost a working key
 */
export function heldSecrets(
  held: readonly Held[],
  today: Temporal.PlainDate,
  command: Command = (words) => `'pulumi ${words}'`,
): HeldSecret[] {
  const secrets = held.filter(({ type }) => type === TYPES.secret).map((resource) => read(resource, today, command));
  secrets.sort((one, other) => one.secret.number - other.secret.number);
  for (const [at, { secret, urn }] of secrets.entries()) {
    const before = secrets[at - 1];
    if (before?.secret.number === secret.number) {
      throw new Error(
        `The state holds two keys of number ${secret.number}: ${before.urn} and ${urn}. ${repair(urn, command)}`,
      );
    }
    const twin = secrets.slice(0, at).find((other) => sameGuid(other.secret.keyId, secret.keyId));
    if (!twin) continue;
    const names = `${NAMES.secret}${twin.secret.number} and ${NAMES.secret}${secret.number}`;
    throw new Error(`The state holds ${names} with one key id, ${secret.keyId}. ${repair(urn, command)}`);
  }
  return secrets.map(({ secret }) => secret);
}

function read(
  { name, urn, outputs }: Held,
  today: Temporal.PlainDate,
  command: Command,
): { secret: HeldSecret; urn: string } {
  const refuse = (found: string): never => {
    throw new Error(`The state holds ${name} ${found}. ${repair(urn, command)}`);
  };
  const number =
    new RegExp(`^${NAMES.secret}([1-9]\\d{0,8})$`).exec(name)?.[1] ??
    refuse("among the client secrets, where secret-1, secret-2 … belong");
  const { keyId } = outputs;
  if (typeof keyId !== "string" || keyId === "") return refuse("without a key id");
  const start =
    instant(outputs["startDate"]) ?? refuse(`with the start ${quoted(outputs["startDate"])}, which is no date`);
  const end = instant(outputs["endDate"]) ?? refuse(`with the end ${quoted(outputs["endDate"])}, which is no date`);
  if (Temporal.Instant.compare(end, start) <= 0) return refuse(`ending ${end}, before its start ${start}`);
  const startDay = start.toZonedDateTimeISO("UTC").toPlainDate();
  if (Temporal.PlainDate.compare(startDay, today.add({ days: 1 })) > 0) {
    throw new Error(
      `The state holds ${name} made on ${startDay}, and this machine says that today is ${today}: its clock is wrong (or ` +
        "ESIA_AS_OF is). Nothing was changed, and nothing is wrong with the key. Set the clock ('date' shows it), then run again.",
    );
  }
  const madeOn = day(/, made (\d{4}-\d{2}-\d{2})$/.exec(textIn(outputs["displayName"]))?.[1]);
  return { secret: { number: Number(number), keyId, start, end, ...(madeOn && { madeOn }) }, urn };
}

function day(text: string | undefined): Temporal.PlainDate | undefined {
  try {
    return text === undefined ? undefined : Temporal.PlainDate.from(text, { overflow: "reject" });
  } catch {
    return undefined;
  }
}

function instant(value: unknown): Temporal.Instant | undefined {
  try {
    return typeof value === "string" ? Temporal.Instant.from(value) : undefined;
  } catch {
    return undefined;
  }
}

function repair(urn: string, command: Command): string {
  return (
    `Nothing was changed. ${command("refresh")} reads the key's dates from Entra again; if that does not help, ` +
    `${command(`state delete "${urn}"`)} makes the state forget it, and the portal (Certificates & secrets) removes the key itself.`
  );
}
