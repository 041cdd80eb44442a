/** Pulumi's commands that ask before they act; `npm start` runs on an invented tenant, so it answers yes. */
const ASKS = ["up", "destroy", "refresh"];

/**
 * What `npm start -- …` hands to Pulumi: `up` unless a command is named, `output` for `stack output`, and everything else
 * as it is.
 * @param given what follows `npm start --`
 */
export function pulumiArguments(given: readonly string[], stack: string): string[] {
  const [first, ...rest] = given;
  const named = first !== undefined && !first.startsWith("-");
  const command = named ? first : "up";
  const options = named ? rest : given;
  const words = command === "output" ? ["stack", "output"] : [command];
  const asks = ASKS.includes(command) && !options.some((option) => /^(--yes|-y|--preview-only)(=|$)/.test(option));
  // The stack is selected already; commands that take --stack get it, so that a user's own selection does not matter.
  const stackGiven = options.some((option) => /^(--stack|-s)(=|$)/.test(option));
  return [...words, ...options, ...(stackGiven ? [] : ["--stack", stack]), ...(asks ? ["--yes"] : [])];
}
