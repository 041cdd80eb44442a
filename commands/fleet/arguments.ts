/** What follows `npm run fleet --`. Pure. */
import { parseArgs } from "node:util";
import { CannotRun } from "../../machine/cannot-run.mjs";
import { whyNotUnderstood } from "../option-in.ts";
import { milliseconds } from "../verify/arguments.ts";

export const USAGE = `npm run fleet -- status [options]
npm run fleet -- verify [options]
npm run fleet -- matrix [options]

All stacks of this project in the current backend at once. Reads only.

  status          one table: tenant, application, key, days left, last run, the
                  most urgent first; it decrypts nothing, so it takes no
                  passphrase, and asks no tenant
  verify          proves each stack's three values, and says whether older keys
                  are still used: a line for each stack as it is done, a summary

  matrix          prints the stacks that a run has made as JSON for a workflow's
                  matrix: {"stack": ["contoso", "fabrikam"]}, at most 256;
                  the variable ESIA_STACKS, where set, says which: a list such
                  as ["contoso"], all, or due

  --only PATTERN  stacks of this name; * stands for any letters
  --at-once N     how many stacks at a time; default for status twice this
                  machine's processors, for verify 8
  --timeout 30s   verify: how long to wait for what passes by itself, such as
                  throttling, in each stack (90s, 5m; 0s does not wait)
  --due           matrix: those alone whose key a run today renews, or that could
                  not be read
  --groups        matrix: as a list of groups, [{"name": "1 of 2", "stacks":
                  [...]}], each for a matrix of its own
  --json          a report for programs, as docs/fleet.md describes it
  -h, --help      this text

Exit codes: 0 nothing fails; 1 a stack fails: its newest key has less than 30
days, verify fails, or it could not be looked at; 2 the command could not run.`;

const WORDS = ["status", "verify", "matrix"] as const;
const HALF_A_MINUTE = 30_000;

export interface Arguments {
  word: (typeof WORDS)[number];
  only: string | undefined;
  /** Undefined for the command's own choice. */
  atOnce: number | undefined;
  /** Milliseconds. */
  timeout: number;
  due: boolean;
  groups: boolean;
  json: boolean;
  help: boolean;
}

/** @throws CannotRun for an unknown word or option */
export function readArguments(args: readonly string[]): Arguments {
  const refuse = (why: string) => new CannotRun(`${why}\n\n${USAGE}`);
  const { values, positionals } = parse(args, refuse);
  const { only, due, groups, json, help } = values;
  const [given, ...more] = help ? ["status"] : positionals;
  const word = WORDS.find((known) => known === given);
  if (word === undefined || more.length > 0) throw refuse(`Say one of ${WORDS.join(", ")}.`);
  if (only === "") throw refuse("--only needs a stack's name, with * for any letters.");
  const atOnce = values["at-once"];
  if (atOnce !== undefined && !/^[1-9]\d{0,2}$/.test(atOnce)) throw refuse("--at-once takes a number from 1 to 999.");
  if (values.timeout !== undefined && word !== "verify") throw refuse("--timeout goes with verify.");
  if ((due || groups) && word !== "matrix") throw refuse("--due and --groups go with matrix.");
  return {
    word,
    only,
    atOnce: atOnce === undefined ? undefined : Number(atOnce),
    timeout: values.timeout === undefined ? HALF_A_MINUTE : milliseconds(values.timeout),
    due,
    groups,
    json,
    help,
  };
}

function parse(args: readonly string[], refuse: (why: string) => CannotRun) {
  try {
    const options = {
      only: { type: "string" },
      "at-once": { type: "string" },
      timeout: { type: "string" },
      due: { type: "boolean", default: false },
      groups: { type: "boolean", default: false },
      json: { type: "boolean", default: false },
      help: { type: "boolean", short: "h", default: false },
    } as const;
    return parseArgs({ args: [...args], options, allowPositionals: true });
  } catch (error) {
    throw refuse(whyNotUnderstood("fleet", error));
  }
}
