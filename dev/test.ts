/** `npm test [-- unit | parts | e2e | long | faults]`: the gate, or a part of it. Cheapest checks first; the first that fails ends it. */
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { CannotRun, endWith } from "../machine/cannot-run.mjs";
import { PROJECT_FOLDER } from "../machine/folders.mjs";

interface Check {
  title: string;
  /** A JavaScript file below node_modules, and its arguments: no shell, so that it runs the same everywhere. */
  command: readonly [file: string, ...args: string[]];
  /** For whoever sets nothing else. */
  env?: Readonly<Record<string, string>>;
}

const vitest = (title: string, project: string): Check => ({
  title,
  command: ["vitest/vitest.mjs", "run", "--project", project],
});
const PARTS: Record<string, Check> = {
  unit: vitest("unit tests", "unit"),
  parts: vitest("tests of the embedded tenant, the engine finder, the commands", "parts"),
  e2e: vitest("end-to-end tests", "e2e"),
};
/** What the gate leaves to the night: `npm run test:all`. */
const LONG = vitest("long lives", "long");
/** Some of the lives under faults and of the cut off runs, and all of them: `npm run test:faults`. */
const SOME_FAULTS = vitest("lives under faults, and runs cut off", "faults");
const FAULTS: Check = { ...SOME_FAULTS, env: { FAULT_LIVES: "200", FAULT_KILLS: "all" } };
const ALL: Check[] = [
  { title: "format and lint", command: ["@biomejs/biome/bin/biome", "ci", "--error-on-warnings", "."] },
  { title: "types", command: ["typescript/bin/tsc", "--noEmit"] },
  ...Object.values(PARTS),
];

const CHOICES: Record<string, Check[]> = {
  ...Object.fromEntries(Object.entries(PARTS).map(([name, part]) => [name, [part]])),
  long: [LONG],
  faults: [FAULTS],
  all: [...ALL, LONG, SOME_FAULTS],
};

const [word, ...options] = process.argv.slice(2);
await endWith(async () => {
  const chosen = word === undefined ? ALL : Object.hasOwn(CHOICES, word) ? CHOICES[word] : undefined;
  if (chosen) return run(chosen);
  const parts = Object.keys(CHOICES).map((name) => `npm test -- ${name}`);
  const help = `There are: ${["npm test", ...parts].join(", ")}; what follows a part goes to vitest.`;
  if (word !== "--help" && word !== "-h") throw new CannotRun(`"${word}" is no part of the tests. ${help}`);
  console.log(help);
  return 0;
});

/** @returns 0, or the exit code of the check that failed */
function run(all: readonly Check[]): number {
  const took: string[] = [];
  for (const [at, { title, command, env = {} }] of all.entries()) {
    console.log(`\n[${at + 1}/${all.length}] ${title}`);
    const begun = Date.now();
    const [file, ...args] = command;
    const passed = file.startsWith("vitest/") ? [...args, ...options] : args;
    const { status, error } = spawnSync(process.execPath, [join(PROJECT_FOLDER, "node_modules", file), ...passed], {
      cwd: PROJECT_FOLDER,
      stdio: "inherit",
      // Colours are for terminals: a log of CI is read as text.
      env: { ...env, ...process.env, ...(!process.stdout.isTTY && { NO_COLOR: "1" }) },
    });
    if (error) throw error;
    took.push(`${title} ${Math.round((Date.now() - begun) / 1000)} s`);
    if (status === 0) continue;
    console.error(`\n${title}: failed.`);
    return status ?? 1;
  }
  console.log(`\nAll passed: ${took.join(", ")}.`);
  return 0;
}
