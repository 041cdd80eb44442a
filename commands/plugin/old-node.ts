/** The first statement of the bundled file: too old a Node gets a line and the exit code 3, never a stack trace. Pure. */
import { pluginLine, UNKNOWN } from "../../machine/plugin-line.mjs";

/** The first Node that has all that the bundled file calls: URL.parse came with it ("URL.parse", history). */
const LEAST = { major: 22, minor: 1 };
export const LEAST_NODE = `${LEAST.major}.${LEAST.minor} or newer`;

/** JavaScript that Node 12 and newer can read, as all of the bundled file: only then it gets to run. */
export function oldNodeCheck(): string {
  const found = "FOUND";
  const [before, after] = pluginLine(
    UNKNOWN,
    `install Node ${LEAST_NODE}, or name it in ESIA_NODE: this is Node ${found}`,
  ).split(found);
  return [
    '"use strict";',
    "(function () {",
    '  var version = process.versions.node.split(".").map(Number);',
    `  if (version[0] > ${LEAST.major} || (version[0] === ${LEAST.major} && version[1] >= ${LEAST.minor})) return;`,
    `  require("fs").writeSync(1, ${JSON.stringify(before)} + process.versions.node + ${JSON.stringify(`${after}\n`)});`,
    `  process.exit(${UNKNOWN});`,
    "})();",
  ].join("\n");
}
