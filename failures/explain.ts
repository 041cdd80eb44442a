/**
 * What Pulumi, the azuread provider and Entra print when something fails, in plain words. Pure: it takes text and gives text,
 * and of the text it repeats role names, tenant and client ids alone, never anything that could be a secret.
 */
import { pulumiCommand } from "../stack/command.ts";
import { EXPLAINED } from "./explained.ts";
import { EXPLAINED_SIGN_IN } from "./explained-sign-in.ts";
import type { Explanation, Next } from "./explanation.ts";

/**
 * Recognises known failures.
 * @param text an error's message, or all that a `pulumi up` or `destroy` printed
 * @param stack the stack's name, for the commands
 * @returns an explanation for each kind of failure in it, in the table's order; none for what is not known
 */
export function explain(text: string, stack?: string): Explanation[] {
  const next: Next = {
    pulumi: (words) => pulumiCommand(words, stack),
    doctor: `'npm run doctor -- --stack ${stack ?? "NAME"}'`,
  };
  const plain = withoutColours(text);
  const found: Explanation[] = [];
  for (const { id, pattern, say } of [...EXPLAINED, ...EXPLAINED_SIGN_IN]) {
    const match = pattern.exec(plain);
    if (match) found.push({ id, ...say(match, next, plain) });
  }
  return found;
}

/** An explanation as a paragraph for a terminal. */
export function paragraph({ what, why, action, command }: Explanation): string {
  return `${what} ${why} ${action}\n  ${command}`;
}

function withoutColours(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what colours are made of.
  return text.replace(/\u001b\[[\d;]*m/g, "");
}
