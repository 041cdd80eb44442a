/** What follows `npm run schedule --`. Pure. */
import { parseArgs } from "node:util";
import { CannotRun } from "../../machine/cannot-run.mjs";
import { whyNotUnderstood } from "../option-in.ts";

export const USAGE = `npm run schedule -- plan
npm run schedule -- report --stack NAME
npm run schedule -- issue --stack NAME

What .github/workflows/schedule.yml asks: what to do today, what a run has come to, and whom to tell. It reads what the steps
before it left in $RUNNER_TEMP (else in the current folder): outputs.json, history.json, doctor.json, verify.json.

  plan    prints do=up or do=preview, a line for $GITHUB_OUTPUT
  report  appends a summary to $GITHUB_STEP_SUMMARY (else prints it), and fails when a person must act
  issue   opens an issue with 'gh' while an older key may be in use, once for each new key

  -s, --stack NAME  the stack, as 'pulumi stack ls' lists it
  -h, --help        this text

Exit codes: 0 nothing to do, 1 a person must act, 2 the command could not run.`;

const WORDS = ["plan", "report", "issue"] as const;

export interface Arguments {
  word: (typeof WORDS)[number];
  /** "" with \`plan\`, which is about no stack. */
  stack: string;
  help: boolean;
}

/** @throws CannotRun for an unknown word or option, and without a stack's name where there must be one */
export function readArguments(args: readonly string[]): Arguments {
  const refuse = (why: string) => new CannotRun(`${why}\n\n${USAGE}`);
  let parsed: { values: { stack: string; help: boolean }; positionals: string[] };
  try {
    const options = {
      stack: { type: "string", short: "s", default: "" },
      help: { type: "boolean", short: "h", default: false },
    } as const;
    parsed = parseArgs({ args: [...args], options, allowPositionals: true });
  } catch (error) {
    throw refuse(whyNotUnderstood("schedule", error));
  }
  const { values, positionals } = parsed;
  const [given, ...more] = positionals;
  if (values.help) return { word: "plan", stack: "", help: true };
  const word = WORDS.find((known) => known === given);
  if (word === undefined || more.length > 0) throw refuse(`Say one of ${WORDS.join(", ")}.`);
  if (word !== "plan" && values.stack === "") throw refuse("Which stack? 'pulumi stack ls' lists them.");
  return { word, stack: values.stack, help: false };
}
