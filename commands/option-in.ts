/**
 * The option that a refusal of Node's `parseArgs` is about. Nothing else of the command line is repeated: a word on it may be
 * a key that somebody pasted.
 * @returns what looks like an option's name, such as "--stak"; undefined where it is about a word
 */
export function optionIn(error: unknown): string | undefined {
  return /'(?:-\w, )?(--?[a-z-]{1,20})[ ']/.exec((error as Error).message)?.[1];
}

/** Why a command line is not understood, a sentence. @param command the command's name */
export function whyNotUnderstood(command: string, error: unknown): string {
  const option = optionIn(error);
  if (option === undefined) return `${command} takes options only, and never a value of ESIA's form.`;
  const unknown = (error as NodeJS.ErrnoException).code === "ERR_PARSE_ARGS_UNKNOWN_OPTION";
  return unknown ? `${option} is no option of ${command}.` : `${option} is not used like that.`;
}
