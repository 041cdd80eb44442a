/** The name of a stack as somebody gives it. Pure. */

/** A stack's, its project's and its organisation's (pulumi/pulumi, sdk/go/common/tokens, IsName). */
const PART = /^(?!-)(?=.*\w)[\w.-]{1,100}$/;

/** What is said of a word that is none; it is not repeated, for it may be anything. */
export const NO_STACK_NAME = "What follows --stack is no stack's name, as 'pulumi stack ls' lists them.";

/** Whether it can be one: it goes into messages, and into commands that are pasted into a shell. */
export function isStackName(text: string): boolean {
  const parts = text.split("/");
  return parts.length <= 3 && parts.every((part) => PART.test(part));
}
