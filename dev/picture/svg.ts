/** A terminal as a picture: SVG without scripts, fonts or links of its own, so that it shows wherever Markdown does. Pure. */

const CELL = { width: 8.4, height: 19 };
const EDGE = 18;
const COLUMNS = 80;
const TITLE = "What npm start prints on its first run: what was made, the three values, and that they work";
const COLOURS = { ground: "#0d1117", text: "#e6edf3", done: "#7ee787", typed: "#79c0ff" };

/**
 * What the README shows of a first run: from its first sentence to its proof, below the command that was typed.
 * @param printed all that `npm run -s start` printed
 * @throws Error when it does not have them
 */
export function firstRun(printed: string): string[] {
  const lines = printed.trimEnd().split("\n");
  const from = lines.findIndex((line) => line.startsWith("Key 1 is made"));
  const to = lines.findIndex((line) => line.startsWith("Tried as ESIA would: the three values work."));
  if (from < 0 || to < from) throw new Error("This is no first run that succeeded: record it anew.");
  return ["$ npm start", ...lines.slice(from, to + 1)];
}

/** @param printed as for `firstRun` @returns the README's picture, an SVG file */
export function picture(printed: string): string {
  return terminalSvg(firstRun(printed), TITLE);
}

/** @param lines of at most 80 columns @param title is read out where the picture is not seen */
export function terminalSvg(lines: readonly string[], title: string): string {
  const width = Math.ceil(COLUMNS * CELL.width + 2 * EDGE);
  const height = lines.length * CELL.height + 2 * EDGE;
  const rows = lines.map((line, at) => {
    if (line === "") return "";
    const y = EDGE + 14 + at * CELL.height;
    // The length is fixed, so that columns stand below each other in any font.
    const length = (line.length * CELL.width).toFixed(1);
    return `  <text x="${EDGE}" y="${y}" textLength="${length}"${look(line)} xml:space="preserve">${escaped(line)}</text>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img">
  <title>${escaped(title)}</title>
  <rect width="${width}" height="${height}" rx="8" fill="${COLOURS.ground}"/>
  <g font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace" font-size="14" fill="${COLOURS.text}">
${rows.filter((row) => row !== "").join("\n")}
  </g>
</svg>
`;
}

function look(line: string): string {
  if (line.startsWith("$ ")) return ` fill="${COLOURS.typed}"`;
  return /^ {2}\+ |^Done:|^Tried as ESIA/.test(line) ? ` fill="${COLOURS.done}"` : "";
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
