/** The command line of `npm start`. Pure. */
import { closestMatch } from "leven";
import { CannotRun } from "../../machine/cannot-run.mjs";
import { isLoopback } from "../../microsoft/this-machine.ts";

export const HELP = `npm start [-- COMMAND OPTIONS]

Runs Pulumi on the stack of the embedded tenant, an invented Microsoft 365 on this
machine, and without a command brings it up to date. Nothing is asked.

  npm start                                         makes what is missing
  npm start -- --verbose                            all that Pulumi prints, all that verify found
  npm start -- preview                              what a run would change
  npm start -- -c esia:displayName=probe            a run with another setting
  npm start -- output clientSecret --show-secrets   the key in clear
  npm start -- destroy                              takes everything away

Commands and options are Pulumi's own: pulumi.com/docs/cli.`;

/** Pulumi's commands that ask before they act; `npm start` runs on an invented tenant, so it answers yes. */
const ASKS = ["up", "destroy", "refresh"];
/** Those that take --stack, and `output` for `stack output`. */
const COMMANDS = [
  "up",
  "preview",
  "destroy",
  "refresh",
  "output",
  "stack",
  "config",
  "cancel",
  "import",
  "state",
  "about",
  "logs",
  "watch",
  "console",
];

/**
 * What `npm start -- …` hands to Pulumi: `up` unless a command is named, `output` for `stack output`, and everything else
 * as it is.
 * @param given what follows `npm start --`
 * @throws CannotRun for a word that is no command, with the nearest that is
 */
export function pulumiArguments(given: readonly string[], stack: string): string[] {
  const [first, ...rest] = given;
  const named = first !== undefined && !first.startsWith("-");
  if (named && !COMMANDS.includes(first)) {
    throw new CannotRun(
      `'npm start -- ${first}' is none of Pulumi's commands that serve here; did you mean ` +
        `'npm start -- ${closestMatch(first, COMMANDS)}'? 'npm start -- --help' names some.`,
    );
  }
  const command = named ? first : "up";
  // --verbose is this command's own; Pulumi's wants a number.
  const options = (named ? rest : given).filter((option) => option !== "--verbose");
  if (options.some(leadsAway)) {
    throw new CannotRun(
      "'npm start' is the embedded tenant's: azuread:metadataHost must be localhost:PORT. Nothing was asked or changed.",
      `A real tenant is another stack, with Pulumi itself: 'pulumi stack init NAME'.`,
    );
  }
  const words = command === "output" ? ["stack", "output"] : [command];
  const asks = ASKS.includes(command) && !options.some((option) => /^(--yes|-y|--preview-only)(=|$)/.test(option));
  // The stack is selected already; commands that take --stack get it, so that a user's own selection does not matter.
  const stackGiven = options.some((option) => /^(--stack|-s)(=|$)/.test(option));
  return [...words, ...options, ...(stackGiven ? [] : ["--stack", stack]), ...(asks ? ["--yes"] : [])];
}

/** Whether an option sets an address in the embedded tenant's place that is not this machine's. */
function leadsAway(option: string): boolean {
  const host = /(?:^|=)azuread:metadataHost=(.*)$/s.exec(option)?.[1];
  return host !== undefined && !isLoopback(host);
}

/** Whether all is to be shown that Pulumi prints, and verify's whole table. */
export function tellsAll(given: readonly string[]): boolean {
  return given.some(
    (option) => option === "--verbose" || /^(--diff|--preview-only|--debug|-v.*|--logtostderr)$/.test(option),
  );
}

/** Whether help is asked for of `npm start` itself; behind a command it is Pulumi's. */
export function asksForHelp(given: readonly string[]): boolean {
  return given[0] === "--help" || given[0] === "-h" || given[0] === "help";
}
