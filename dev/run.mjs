// The door of every npm script: `node dev/run.mjs <word> [arguments]`. It brings what a fresh clone lacks (a Node that
// runs TypeScript, the npm packages), then hands over to the word's TypeScript file. Plain JavaScript for Node 18+.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { goodNode } from "./node/good-node.mjs";
import { installPackages } from "./node/packages.mjs";
import { Refusal } from "./node/refusal.mjs";

/** @type {Record<string, string>} */
const FILES = {
  start: "dev/start.ts",
  tenant: "dev/tenant.ts",
  test: "dev/test.ts",
  verify: "commands/verify.ts",
  doctor: "commands/doctor.ts",
};

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
/** Progress goes to standard error: standard output belongs to the command. @param {string} line */
const say = (line) => process.stderr.write(`${line}\n`);

/**
 * Runs the command and ends as it ends.
 *
 * @param {string} node @param {string[]} args
 */
function handOver(node, args) {
  const pathName = Object.keys(process.env).find((name) => name.toUpperCase() === "PATH") ?? "PATH";
  const path = `${dirname(node)}${delimiter}${process.env[pathName] ?? ""}`;
  const child = spawn(node, args, { stdio: "inherit", env: { ...process.env, [pathName]: path } });
  // A Ctrl-C in a terminal reaches the command by itself; passing it on as well would make it count as the second
  // one, on which Pulumi stops without cleaning up.
  const terminal = process.stdin.isTTY || process.stdout.isTTY || process.stderr.isTTY;
  /** @type {NodeJS.Signals[]} */
  const signals = ["SIGINT", "SIGTERM"];
  for (const signal of signals) {
    process.on(signal, () => {
      if (signal === "SIGTERM" || !terminal) child.kill(signal);
    });
  }
  child.on("error", (error) => {
    say(`Node could not be started from ${node}: ${error.message}`);
    process.exitCode = 1;
  });
  child.on("close", (code, signal) => {
    if (!signal) {
      process.exitCode = code ?? 1;
      return;
    }
    for (const name of signals) process.removeAllListeners(name);
    process.exitCode = 1; // where the platform knows no signals
    process.kill(process.pid, signal);
  });
}

try {
  const [word = "", ...args] = process.argv.slice(2);
  const file = Object.hasOwn(FILES, word) ? FILES[word] : undefined;
  if (!file) throw new Refusal(`"${word}" is no command here. There are: ${Object.keys(FILES).join(", ")}.`);
  if (!existsSync(join(root, file))) throw new Refusal(`${file} is missing. Restore it (git checkout ${file}).`);
  const node = await goodNode({ root, say });
  await installPackages({ root, node, say });
  handOver(node, [join(root, file), ...args]);
} catch (error) {
  if (!(error instanceof Refusal)) throw error;
  say(error.message);
  process.exitCode = 1;
}
