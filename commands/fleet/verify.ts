/** `npm run fleet -- verify`: each stack's three values proved by verify itself, side by side. Reads only. */
import { Temporal } from "temporal-polyfill";
import { CannotRun } from "../../machine/cannot-run.mjs";
import type { Row } from "../rows/report.ts";
import { type AskPulumi, readExported } from "../stack/ask.ts";
import { targetOf } from "../verify/stack-target.ts";
import { type Circumstances, verify } from "../verify/verify.ts";
import { withoutKey } from "../verify/without-key.ts";
import { notConnected, type Proved, proved, unproved } from "./proved.ts";
import { sideBySide } from "./side-by-side.ts";
import { type Listed, standing } from "./standing.ts";

export interface Proving extends Pick<Circumstances, "timeout" | "ca"> {
  ask: AskPulumi;
  env: NodeJS.ProcessEnv;
  atOnce: number;
  /** The clock. */
  now: () => Date;
  /** Hears of each stack as soon as it is done; not of one that somebody ended. */
  tell: (found: Proved) => void;
  stopped?: () => boolean;
}

/** Verifies each; whatever happens to one is told of that one, and the others go on. */
export async function proveAll(stacks: readonly Listed[], proving: Proving): Promise<void> {
  const { atOnce, tell, stopped = () => false } = proving;
  await sideBySide(
    stacks,
    atOnce,
    async (listed) => {
      const found = await proveOne(listed, proving);
      // What an interruption cut off says nothing about the stack.
      if (!stopped()) tell(found);
    },
    stopped,
  );
}

async function proveOne(listed: Listed, { ask, env, timeout, ca, now }: Proving): Promise<Proved> {
  let key = "";
  const harmless = (text: string) => withoutKey(text, key);
  try {
    const exported = await readExported(listed.name, ask, { secrets: true });
    const today = Temporal.Instant.fromEpochMilliseconds(now().getTime()).toZonedDateTimeISO("UTC").toPlainDate();
    const stands = standing(listed, exported, today);
    if (!stands.connected) return notConnected(stands);
    // A state that no run would work with: what its outputs open proves nothing of the stack.
    if (!stands.key) return unproved(listed.name, { why: stands.detail ?? "", next: stands.next });
    const target = await targetOf({ stack: listed.name, exported, env, ask });
    key = target.values.clientSecret;
    const rows = await verify(target, { ...(timeout !== undefined && { timeout }), ca, today: now() });
    return proved(stands, rows.map(cleaned(harmless)), today);
  } catch (error) {
    const { why, next } = error instanceof CannotRun ? error : { why: `${(error as Error).message}.`, next: undefined };
    return unproved(listed.name, { why: harmless(why), next: next === undefined ? undefined : harmless(next) });
  }
}

function cleaned(harmless: (text: string) => string): (row: Row) => Row {
  return (row) => ({
    ...row,
    detail: harmless(row.detail),
    ...(row.next !== undefined && { next: harmless(row.next) }),
  });
}
