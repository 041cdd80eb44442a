/** What follows `npm run fleet --`. Pure. */
import { parseArgs } from "node:util";
import { CannotRun } from "../../machine/cannot-run.mjs";

export const USAGE = `npm run fleet -- status [--only PATTERN] [--json]

One table of all stacks of this project in the current backend, the most urgent
first. It decrypts nothing, so it takes no passphrase, and asks no tenant.

  --only PATTERN  stacks of this name; * stands for any letters
  --at-once N     how many stacks at a time; default by this machine's processors
  --json          a report for programs, as docs/fleet.md describes it
  -h, --help      this text

Exit codes: 0 nothing fails; 1 a stack fails: its newest key has less than 30
days, or it could not be read; 2 the command could not run.`;

const WORDS = ["status"] as const;

export interface Arguments {
  word: (typeof WORDS)[number];
  only: string | undefined;
  /** Undefined for the command's own choice. */
  atOnce: number | undefined;
  json: boolean;
  help: boolean;
}

/** @throws CannotRun for an unknown word or option */
export function readArguments(args: readonly string[]): Arguments {
  const refuse = (why: string) => new CannotRun(`${why}\n\n${USAGE}`);
  const { values, positionals } = parse(args, refuse);
  if (values.help) return { word: "status", only: undefined, atOnce: undefined, json: false, help: true };
  const [given, ...more] = positionals;
  const word = WORDS.find((known) => known === given);
  if (word === undefined || more.length > 0) throw refuse(`Say one of ${WORDS.join(", ")}.`);
  const { only, json } = values;
  if (only === "") throw refuse("--only needs a stack's name, with * for any letters.");
  const atOnce = values["at-once"];
  if (atOnce !== undefined && !/^[1-9]\d{0,2}$/.test(atOnce)) throw refuse("--at-once takes a number from 1 to 999.");
  return { word, only, atOnce: atOnce === undefined ? undefined : Number(atOnce), json, help: false };
}

function parse(args: readonly string[], refuse: (why: string) => CannotRun) {
  try {
    const options = {
      only: { type: "string" },
      "at-once": { type: "string" },
      json: { type: "boolean", default: false },
      help: { type: "boolean", short: "h", default: false },
    } as const;
    return parseArgs({ args: [...args], options, allowPositionals: true });
  } catch (error) {
    throw refuse((error as Error).message.split("\n")[0] ?? "");
  }
}
