/** What an operator types next. Pure. */

/** The name of the stack on the embedded tenant. */
export const DEV_STACK = "dev";

/** Puts words of Pulumi's command line into a command for one stack, in quotes. */
export type Command = (words: string) => string;

/** What stands for the stack where nobody knows which one it is. */
const ANY = "NAME";

/**
 * Each command names its stack: which one is selected is seen nowhere, and another tenant's must not be met by chance.
 * @param words of Pulumi's command line, such as "up --refresh"
 * @param stack undefined where it is not known
 * @returns the command in quotes; for the dev stack through `npm start`, which brings engine and tenant
 */
export function pulumiCommand(words: string, stack: string | undefined): string {
  return stack === DEV_STACK ? `'npm start -- ${words}'` : `'pulumi ${words} --stack ${stack ?? ANY}'`;
}

/** The same of a command of this project's own. */
export function projectCommand(word: "doctor" | "verify", stack: string | undefined): string {
  return `'npm run ${word} -- --stack ${stack ?? ANY}'`;
}

/** The project's own command that shows and takes over what exists, in quotes. @param words further options */
export function adoptCommand(stack: string, words = ""): string {
  return `'npm run adopt -- --stack ${stack}${words && ` ${words}`}'`;
}
