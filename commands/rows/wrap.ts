/** Text for a person's terminal, made to fit before it is laid out: the table's library cuts what does not. Pure. */

/** @returns the lines of a text, none wider than that: a longer word is broken */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let used = width;
  for (const word of text.match(/\S+/gu) ?? []) {
    for (const [at, part] of parts(word, width).entries()) {
      const needs = columnsOf(part);
      if (at === 0 && used + 1 + needs <= width) {
        lines[lines.length - 1] += ` ${part}`;
        used += 1 + needs;
      } else {
        lines.push(part);
        used = needs;
      }
    }
  }
  return lines;
}

function parts(word: string, width: number): string[] {
  if (columnsOf(word) <= width) return [word];
  const broken = [""];
  let used = 0;
  for (const character of word) {
    const needs = columnsOf(character);
    if (used + needs > width) {
      broken.push("");
      used = 0;
    }
    broken[broken.length - 1] += character;
    used += needs;
  }
  return broken;
}

/** Characters that are two columns wide, as East Asian ones and pictures are; those beyond 16 bits count two as they are. */
const WIDE =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|(?![\u{10000}-\u{10ffff}])\p{Emoji_Presentation}/gu;

function columnsOf(text: string): number {
  return text.length + (text.match(WIDE)?.length ?? 0);
}
