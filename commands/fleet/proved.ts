/** What verify has found of one stack among many, in a few sentences. Pure. */
import type { Temporal } from "temporal-polyfill";
import type { CannotRun } from "../../machine/cannot-run.mjs";
import { printed } from "../../machine/printed.mjs";
import { pulumiCommand } from "../../stack/command.ts";
import { idOf } from "../rows/ids.ts";
import { exitCode, type Row, type Verdict, WORDS, wrap } from "../rows/report.ts";
import { judge } from "../schedule/judge.ts";
import type { Standing } from "./standing.ts";

export interface Proved {
  stack: string;
  result: Verdict;
  /** Each a sentence or two: how long the key works, what older ones are used for, what fails, with what to do. */
  said: string[];
  /** As \`npm run verify -- --json\` has them; empty where it could not look. */
  rows: (Row & { id: string })[];
}

/**
 * A stack fails as its scheduled run would: by any row that fails, and by a key of less than 30 days that may be in use.
 * @param standing of the same stack, which knows its older keys
 * @param rows without the key in any of them
 */
export function proved({ stack, key, older }: Standing, rows: readonly Row[], today: Temporal.PlainDate): Proved {
  const failing = rows.filter(({ result }) => result === "fail");
  const warning = rows.filter(({ result }) => result === "warn");
  const aboutKeys = rows.filter((row) => ["key-life", "key-use", "newer-key"].includes(idOf(row.check)));
  const ends = key ? endings({ stack, key, older }, rows, today) : [];
  return {
    stack,
    result: exitCode(rows) === 1 || ends.length > 0 ? "fail" : warning.length > 0 ? "warn" : "pass",
    said: [
      ...aboutKeys.filter((row) => !failing.includes(row)).map(({ detail }) => detail),
      ...failing.map(({ check, detail, next }) => `${check}: ${detail}${next === undefined ? "" : ` Next: ${next}`}`),
      ...ends,
      ...(warning.length > 0 ? [`Warnings: ${warning.map(({ check }) => check).join(", ")}.`] : []),
    ],
    rows: rows.map((row) => ({ id: idOf(row.check), ...row })),
  };
}

/** The schedule's own judgement of what the state holds, with what verify knows of its use. */
function endings(
  { stack, key, older }: Required<Pick<Standing, "stack" | "key" | "older">>,
  rows: readonly Row[],
  today: Temporal.PlainDate,
) {
  const expires = (until: string) => `${until}T00:00:00Z`;
  const outputs = {
    secretNumber: key.number,
    secretExpires: expires(key.until),
    olderSecrets: older.map(({ number, until }) => ({ number, expires: expires(until) })),
  };
  const verify = { version: 1, command: "verify", stack: null, exitCode: 0, rows: [...rows] } as const;
  const steps = { up: "", preview: "", doctor: "", verify: "" } as const;
  const report = { ...verify, rows: verify.rows.map((row) => ({ id: "", ...row })) };
  const command = (words: string) => pulumiCommand(words, stack);
  const results = { steps, outputs, changes: undefined, doctor: undefined, verify: report };
  return judge(results, { today, strict: false, command }).failures;
}

/** A stack without an application: there is nothing to prove. */
export function notConnected({ stack, detail = "", next = "" }: Standing): Proved {
  return { stack, result: "warn", said: [`${detail} Next: ${next}`], rows: [] };
}

/** A stack that could not be looked at. */
export function unproved(stack: string, { why, next }: Pick<CannotRun, "why" | "next">): Proved {
  return {
    stack,
    result: "fail",
    said: [`Not verified: ${why}${next === undefined ? "" : ` Next: ${next}`}`],
    rows: [],
  };
}

/** @returns the stack's line; what is said behind the first sentence stands below it */
export function provedLines({ stack, result, said }: Proved, columns: number): string {
  const width = Math.min(columns || 80, 120);
  const [first = "", ...more] = said;
  const head = wrap(printed(`${stack}: ${WORDS[result]}. ${first}`), width - 2);
  const rest = more.flatMap((text) => wrap(printed(text), width - 2));
  return [head[0], ...[...head.slice(1), ...rest].map((line) => `  ${line}`)].join("\n");
}

/** @param all how many there are; fewer were looked at where somebody ended it */
export function provedSummary(found: readonly Proved[], all: number): string {
  const of = (verdict: Verdict) => found.filter(({ result }) => result === verdict);
  const failing = of("fail").map(({ stack }) => stack);
  const counts = [
    [failing.length, "failing"],
    [of("warn").length, "with a warning"],
    [of("pass").length, "ok"],
  ] as const;
  const parts = counts.filter(([count]) => count > 0).map(([count, words]) => `${count} ${words}`);
  const looked = found.length === all ? `${all} ${all === 1 ? "stack" : "stacks"}` : `${found.length} of ${all} stacks`;
  const named =
    failing.length > 0 ? `\nFailing: ${failing.slice(0, 20).join(", ")}${failing.length > 20 ? " …" : ""}.` : "";
  return `${looked}: ${parts.join(", ") || "none looked at"}.${named}`;
}

/** What `fleet verify --json` prints, one object. Later versions may add members. */
export interface VerifyReport {
  version: 1;
  command: "fleet verify";
  exitCode: 0 | 1;
  stacks: Proved[];
}

/** @returns 1 when a stack fails or could not be looked at */
export function provedExit(found: readonly Proved[]): 0 | 1 {
  return found.some(({ result }) => result === "fail") ? 1 : 0;
}

export function provedJson(found: readonly Proved[]): string {
  const stacks = [...found].sort((one, other) => (one.stack < other.stack ? -1 : 1));
  const report: VerifyReport = { version: 1, command: "fleet verify", exitCode: provedExit(found), stacks };
  return JSON.stringify(report, null, 2);
}
