/** How a stack stands by its state alone, without its secrets: which tenant, which key, until when. Pure. */
import { Temporal } from "temporal-polyfill";
import { dayOf, isLive, rotatesFrom } from "../../keys/dates.ts";
import { heldSecrets } from "../../keys/held.ts";
import { keyLife } from "../../keys/life.ts";
import type { HeldSecret } from "../../keys/secret.ts";
import type { CannotRun } from "../../machine/cannot-run.mjs";
import { pulumiCommand } from "../../stack/command.ts";
import { type Exported, heldIn } from "../../stack/exported.ts";
import { foreignStack, foreignState } from "../../stack/foreign-state.ts";
import { PROJECT, TYPES } from "../../stack/names.ts";
import { stateOf } from "../doctor/stack-state.ts";
import type { Verdict } from "../rows/report.ts";
import { RED_DAYS } from "../schedule/judge.ts";

/** A stack as the backend lists it. */
export interface Listed {
  name: string;
  /** When its state was written last; undefined before the first run. */
  lastRun: Temporal.Instant | undefined;
  /** How many resources it holds: none before the first run and after `pulumi destroy`; undefined where nobody tells. */
  resources?: number | undefined;
}

export interface KeyStanding {
  number: number;
  /** The day on which it ends. */
  until: string;
  /** Days that it still works; 0 or less when it is over. */
  days: number;
}

export interface Standing {
  stack: string;
  result: Verdict;
  tenantId?: string;
  clientId?: string;
  /** The newest key. */
  key?: KeyStanding;
  /** Older ones that still work, the newest first. */
  older: KeyStanding[];
  /** Whether a run today renews the key, as far as the state tells. */
  due: boolean;
  /** Whether a run has made the application. */
  connected: boolean;
  /** The day of the last run. */
  lastRun?: string;
  /** What is to be said beside the figures, in sentences. */
  detail?: string;
  next?: string;
}

/** A stack that could not be read. It may be due, and nothing says that it is well. */
export function unreadStanding({ name, lastRun }: Listed, { why, next }: Pick<CannotRun, "why" | "next">): Standing {
  const known = { stack: name, result: "fail" as const, older: [], due: true, connected: true };
  return { ...known, ...ran(lastRun), detail: why, ...(next !== undefined && { next }) };
}

/** @param exported without `--show-secrets`: nothing of it is decrypted */
export function standing({ name, lastRun }: Listed, exported: Exported, today: Temporal.PlainDate): Standing {
  const held = heldIn(exported);
  const { application, tenantId, pending } = stateOf(exported);
  const known = {
    stack: name,
    ...(tenantId !== undefined && { tenantId }),
    ...(application && { clientId: application.clientId }),
    ...ran(lastRun),
  };
  const foreign = foreignStack(
    held.map(({ urn }) => urn),
    { project: PROJECT, stack: name.split("/").at(-1) as string },
  );
  if (foreign !== undefined) {
    const { why: detail, next } = foreignState(name, foreign);
    return { ...known, result: "fail", older: [], due: false, connected: true, detail, next };
  }
  const up = pulumiCommand("up", name);
  if (!application) {
    const detail = "Not connected: its state holds no application.";
    const next = `For a new tenant ${pulumiCommand("up", name)} by an administrator; for a former one ${pulumiCommand("stack rm", name)}.`;
    return { ...known, result: "warn", older: [], due: false, connected: false, detail, next };
  }
  const connected = true;
  let secrets: HeldSecret[];
  try {
    secrets = heldSecrets(held, today, (words) => pulumiCommand(words, name));
  } catch (refusal) {
    return { ...known, result: "fail", older: [], due: true, connected, detail: (refusal as Error).message };
  }
  const newest = secrets.at(-1);
  if (!newest) {
    const detail = "Its state holds no key: ESIA sees nothing.";
    return { ...known, result: "fail", older: [], due: true, connected, detail, next: `Run ${up}.` };
  }
  const key = keyStanding(newest, today);
  const older = secrets
    .filter((secret) => secret !== newest && isLive(secret, today))
    .map((secret) => keyStanding(secret, today))
    .reverse();
  const from = renewsFrom(held, newest);
  const due = Temporal.PlainDate.compare(from, today) <= 0;
  const figures = { ...known, key, older, due, connected };
  const life = keyLife(secrets, today) as NonNullable<ReturnType<typeof keyLife>>;
  if (key.days < RED_DAYS) return { ...figures, result: "fail", detail: life.text, next: `Run ${up}: it is overdue.` };
  if (pending.length > 0) {
    const detail = `An interrupted run left ${pending.map(({ doing, name: what }) => `${what} (${doing})`).join(", ")}.`;
    return { ...figures, result: "warn", detail, next: `'npm run doctor -- --stack ${name}' says what to do.` };
  }
  if (older.length > 0 && life.severity === "warn") {
    const next = `'npm run fleet -- verify --only ${name}' says whether the older key is still used.`;
    return { ...figures, result: "warn", detail: life.text, next };
  }
  if (life.severity === "warn")
    return { ...figures, result: "warn", detail: life.text, next: `Run ${up}: it is overdue.` };
  return { ...figures, result: "pass", ...(due && { detail: `Due since ${from}: the next ${up} renews it.` }) };
}

/** By the last run's output where that is of this key: its settings can have asked for another day than the usual one. */
function renewsFrom(held: readonly { type: string; outputs: Readonly<Record<string, unknown>> }[], newest: HeldSecret) {
  const outputs = held.find(({ type }) => type === TYPES.stack)?.outputs ?? {};
  try {
    if (outputs["secretNumber"] === newest.number) return Temporal.PlainDate.from(String(outputs["rotatesFrom"]));
  } catch {
    // An output that is no day: the usual rule.
  }
  return rotatesFrom(newest, { rotateDaysBefore: 0 });
}

function keyStanding(secret: HeldSecret, today: Temporal.PlainDate): KeyStanding {
  const end = dayOf(secret.end);
  return { number: secret.number, until: end.toString(), days: today.until(end).days };
}

function ran(lastRun: Temporal.Instant | undefined): { lastRun?: string } {
  return lastRun ? { lastRun: dayOf(lastRun).toString() } : {};
}

const RANK: readonly Verdict[] = ["fail", "warn", "unknown", "pass"];

/** The most urgent first: what fails, then what warns; in each what ends first, and before that what nobody could read. */
export function byUrgency(standings: readonly Standing[]): Standing[] {
  const ends = ({ key, older, connected }: Standing) =>
    connected ? Math.min(key?.days ?? -Infinity, ...older.map(({ days }) => days)) : Infinity;
  return [...standings].sort(
    (one, other) =>
      RANK.indexOf(one.result) - RANK.indexOf(other.result) ||
      compare(ends(one), ends(other)) ||
      compare(one.stack, other.stack),
  );
}

function compare<Value extends number | string>(one: Value, other: Value): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
