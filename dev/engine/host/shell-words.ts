/**
 * Splits a line into words as a shell does, without expanding anything: blanks separate, quotes keep together, a
 * backslash takes the next character as it is (not inside single quotes), `#` starts a comment at the start of a word. The official host splits `nodeargs` by the same rules (github.com/google/shlex).
 *
 * @throws Error when a quote is not closed, or a backslash ends the line
 */
export function shellWords(line: string): string[] {
  const words: string[] = [];
  let word: string | undefined;
  let quote: string | undefined;
  for (let at = 0; at < line.length; at += 1) {
    const char = line.charAt(at);
    const next = line.charAt(at + 1);
    if (quote) {
      if (char === quote) quote = undefined;
      else if (char === "\\" && quote === '"' && next !== "") word += line.charAt(++at);
      else word += char;
    } else if (char === "'" || char === '"') {
      quote = char;
      word ??= "";
    } else if (char === "\\") {
      if (next === "") throw new Error("nodeargs ends with a backslash that nothing follows");
      word = (word ?? "") + line.charAt(++at);
    } else if (/\s/.test(char)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else if (char === "#" && word === undefined) {
      const end = line.indexOf("\n", at);
      if (end === -1) break;
      at = end;
    } else {
      word = (word ?? "") + char;
    }
  }
  if (quote) throw new Error(`nodeargs has a ${quote} that is never closed`);
  if (word !== undefined) words.push(word);
  return words;
}
