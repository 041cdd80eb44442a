/** The commands that a page of Markdown tells a reader to type. */

export interface Command {
  words: string[];
  /** In a block to paste; otherwise within a sentence or a table, where options may be left to the reader. */
  block: boolean;
}

/** @param page Markdown; blocks marked as another language than sh are no commands */
export function commandsOf(page: string): Command[] {
  const blocks = [...page.matchAll(/^ *```(\w*)\n([\s\S]*?)^ *```$/gm)];
  const prose = blocks.reduce((text, [whole]) => text.replace(whole, ""), page);
  const spans = [...prose.matchAll(/`([^`\n]+)`/g)].map(([, span = ""]) => span);
  return [
    ...blocks
      .filter(([, language]) => language === "" || language === "sh")
      .flatMap(([, , script = ""]) => inShell(script).map((words) => ({ words, block: true }))),
    ...spans
      .filter((span) => /^((ESIA_AS_OF|PULUMI_\w+)=\S+ )?(npm|pulumi|node) /.test(span))
      .flatMap((span) => inShell(span).map((words) => ({ words, block: false }))),
  ];
}

const KEYWORDS = ["do", "done", "if", "then", "fi"];

/** Each simple command of a shell script, without assignments, redirections and comments. */
export function inShell(script: string): string[][] {
  const text = script
    .replace(/<<(\w+)\n[\s\S]*?^\1$/gm, "")
    .replace(/<[a-z][a-z' ]*>/g, "PLACEHOLDER")
    .replace(/\\\n\s*/g, " ");
  return split(text)
    .map((words) => {
      const first = words.findIndex((word) => !KEYWORDS.includes(word) && !/^\w+=/.test(word));
      return first < 0 || ["for", "export"].includes(words[first] ?? "") ? [] : words.slice(first);
    })
    .filter((words) => words.length > 0);
}

/** Words between separators; quotes hold a word together, a substitution is a command of its own. */
function split(text: string): string[][] {
  const commands: string[][] = [[]];
  const token = /"((?:[^"\\]|\\.)*)"|'([^']*)'|#[^\n]*|\d?[<>]+\s*\S+|(&&|\|\||[;|()\n`])|[^\s"';|()<>&`]+|\S/g;
  let end = -1;
  for (const match of text.matchAll(token)) {
    const [whole, double, single, separator] = match;
    const glued = match.index === end;
    end = match.index + whole.length;
    if (separator !== undefined) {
      commands.push([]);
      end = -1;
      continue;
    }
    if (/^(#|\d?[<>])/.test(whole) && !glued) continue;
    // What is substituted within quotes stands before the command that takes it, as it runs.
    for (const [, inner = ""] of (double ?? "").matchAll(/\$\(([^)]*)\)/g)) commands.splice(-1, 0, ...split(inner));
    const word = double ?? single ?? whole;
    const last = commands.at(-1) ?? [];
    if (glued && last.length > 0) last[last.length - 1] += word;
    else last.push(word);
  }
  return commands;
}
