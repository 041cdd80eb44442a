/** What an operator types next. Pure. */

/** The name of the stack on the embedded tenant. */
export const DEV_STACK = "dev";

/**
 * @param words of Pulumi's command line, such as "up --refresh"
 * @returns the command in quotes; for the dev stack through `npm start`, which brings engine and tenant
 */
export function pulumiCommand(words: string, stack: string | undefined): string {
  if (stack === DEV_STACK) return `'npm start -- ${words}'`;
  return stack === undefined ? `'pulumi ${words}'` : `'pulumi ${words} --stack ${stack}'`;
}

/** The project's own command that shows and takes over what exists, in quotes. @param words further options */
export function adoptCommand(stack: string, words = ""): string {
  return `'npm run adopt -- --stack ${stack}${words && ` ${words}`}'`;
}
