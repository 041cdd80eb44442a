// The door of every npm script: `node machine/run.mjs <word> [arguments]`. It brings what a fresh clone lacks (a Node
// that runs TypeScript, the npm packages), then hands over to the word's TypeScript file. Plain JavaScript for Node 18+.
import { dirname, join } from "node:path";
import { CannotRun, endWith } from "./cannot-run.mjs";
import { COMPILED_FOLDER, PROJECT_FOLDER } from "./folders.mjs";
import { goodNode } from "./good-node.mjs";
import { handOver } from "./hand-over.mjs";
import { tookByNpm } from "./npm-took.mjs";
import { withFirst } from "./on-path.mjs";
import { installPackages } from "./packages.mjs";
import { asksForLine, endWithLine, verdictOf } from "./plugin-door.mjs";

/** @type {Record<string, string>} */
const FILES = {
  start: "dev/stack/start.ts",
  tenant: "dev/stack/tenant.ts",
  test: "dev/test.ts",
  verify: "commands/verify.ts",
  doctor: "commands/doctor.ts",
  adopt: "commands/adopt.ts",
  explain: "commands/explain.ts",
  plugin: "commands/plugin.ts",
  schedule: "commands/schedule.ts",
  sbom: "commands/sbom.ts",
  fleet: "commands/fleet.ts",
  bench: "bench/bench.ts",
};

const [word = "", ...args] = process.argv.slice(2);
const forMonitor = asksForLine(word, args, process.env);

await (forMonitor ? endWithLine : endWith)(async () => {
  const file = Object.hasOwn(FILES, word) ? FILES[word] : undefined;
  if (!file) throw new CannotRun(`"${word}" is no command here. There are: ${Object.keys(FILES).join(", ")}.`);
  const lost = tookByNpm(word, args, process.env);
  if (lost) throw new CannotRun(lost);
  const node = await goodNode();
  // What reads a real tenant's stack does without the development packages; what serves the dev stack does not.
  const development =
    file.startsWith("dev/") || word === "bench" || word === "plugin" || args.some((arg) => /(^|=)dev$/.test(arg));
  await installPackages(node, development);
  // The reader's own `pulumi` runs the program with the reader's own Node: what looks at a real stack must meet that one.
  const own = development ? withFirst(process.env, [dirname(node)]) : process.env;
  // Every start after the first is a third shorter.
  const env = { NODE_COMPILE_CACHE: COMPILED_FOLDER, ...own };
  /** @type {string[]} */
  const lines = [];
  const hear = forMonitor ? (/** @type {string} */ line) => void lines.push(line) : undefined;
  const { code, signal } = await handOver(node, [join(PROJECT_FOLDER, file), ...args], { env }, hear);
  if (forMonitor) {
    const verdict = verdictOf(lines, { code, signal });
    console.log(lines.join("\n"));
    return verdict;
  }
  // Ends as the command ended, where the platform knows signals.
  if (signal) process.kill(process.pid, signal);
  return code;
});
