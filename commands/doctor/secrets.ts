/** The client secrets of the stack's application, compared both ways: in the tenant and not in the state, and the other way round. Pure. */

import { Temporal } from "temporal-polyfill";
import { numberIn } from "../../keys/display-name.ts";
import { quoted } from "../../machine/printed.mjs";
import { adoptCommand, pulumiCommand } from "../../stack/command.ts";
import type { Row } from "../rows/report.ts";
import type { Application } from "./directory.ts";
import type { HeldKey, StackState } from "./stack-state.ts";

const CHECK = "Client secrets";

export interface Keys {
  state: Pick<StackState, "keys">;
  /** Key ids that a run today removes. */
  removed: readonly string[];
  stack: string;
}

/** @param now the clock: a secret whose end has passed opens nothing any more */
export function secretRows(own: Application, keys: Keys, now: Temporal.Instant): Row[] {
  const works = (end: Temporal.Instant) => Temporal.Instant.compare(end, now) > 0;
  const live = own.passwordCredentials.filter(({ endDateTime }) => works(Temporal.Instant.from(endDateTime)));
  const unknown = live.filter(({ keyId }) => !keys.state.keys.some((held) => same(held.keyId, keyId)));
  const gone = keys.state.keys.filter(({ keyId }) => !own.passwordCredentials.some((one) => same(one.keyId, keyId)));
  const newest = keys.state.keys.at(-1);
  const rows = [
    ...gone.map((held) => goneRow(held, held === newest, held.end === undefined || works(held.end), keys)),
    ...unknown.map((found) => (wasThere(found, own, keys) ? earlierRow(found, keys) : unknownRow(found, keys))),
  ];
  if (rows.length > 0) return rows;
  return [{ check: CHECK, result: "pass", detail: `${live.length} live, each in the stack's state.` }];
}

/** Nothing is refreshed unless asked, so that no plain run notices. What each command does is shown in test/e2e. */
function goneRow({ number, keyId }: HeldKey, newest: boolean, live: boolean, { removed, stack }: Keys): Row {
  const found = `Key ${number} (key id ${keyId}) is in the stack's state and gone from Entra`;
  const refresh = pulumiCommand("refresh", stack);
  if (newest) {
    return {
      check: CHECK,
      result: "fail",
      detail: `${found}: ESIA cannot sign in with it, and a run without a refresh does not notice.`,
      next: `${refresh}, then ${pulumiCommand("up", stack)} makes it anew under its number: type that key into ESIA.`,
    };
  }
  const forgets = `${refresh} makes the state forget it, and touches no key that works.`;
  if (live) {
    return {
      check: CHECK,
      result: "fail",
      detail: `${found}: ESIA is cut off if it still uses that key, and the run that retires it would end in an error.`,
      next: `${forgets} ESIA needs the newest key.`,
    };
  }
  const soon = removed.includes(keyId);
  return {
    check: CHECK,
    result: soon ? "fail" : "warn",
    detail: `${found}. It has expired; ${soon ? "the next run" : "a later run"} removes it, and would end in an error.`,
    next: forgets,
  };
}

type Secret = Application["passwordCredentials"][number];

/**
 * Whether a key is older than all of the stack's own: it came with an application that the stack took over. One that a run
 * made twice is older by seconds, and has a number of the stack's own.
 */
function wasThere({ startDateTime: start, displayName }: Secret, own: Application, { state }: Keys): boolean {
  if ((numberIn(displayName) ?? 0) >= (state.keys[0]?.number ?? 0)) return false;
  const starts = own.passwordCredentials
    .filter(({ keyId }) => state.keys.some((held) => same(held.keyId, keyId)))
    .map((held) => moment(held.startDateTime));
  const began = moment(start);
  return (
    began !== undefined &&
    starts.length > 0 &&
    starts.every((later) => later !== undefined && Temporal.Instant.compare(began, later) < 0)
  );
}

/** ESIA may be using it until somebody types a key of the stack's own in: it is never offered for removal here. */
function earlierRow(secret: Secret, { state, stack }: Keys): Row {
  return {
    check: CHECK,
    result: "warn",
    detail: `${described(secret)}. It is older than the stack's own keys: ESIA may be using it.`,
    next:
      `ESIA needs key ${state.keys.at(-1)?.number}. ${adoptCommand(stack, `--remove-secret ${secret.keyId}`)} says when this one ` +
      "signed in last.",
  };
}

function unknownRow(secret: Secret, { stack }: Keys): Row {
  return {
    check: CHECK,
    result: "fail",
    detail: `${described(secret)}: somebody added it, or an interrupted run left it.`,
    next: `${adoptCommand(stack, `--remove-secret ${secret.keyId}`)} says when it signed in last, and removes it with --yes.`,
  };
}

function described({ keyId, displayName, endDateTime }: Secret): string {
  return (
    `${displayName ? quoted(displayName) : "A secret without a name"}, key id ${keyId}, works until ` +
    `${endDateTime.slice(0, 10)} and is not in the stack's state`
  );
}

function moment(text: string | null | undefined): Temporal.Instant | undefined {
  try {
    return text ? Temporal.Instant.from(text) : undefined;
  } catch {
    return undefined;
  }
}

function same(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}
