import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { projectCommand, pulumiCommand } from "../stack/command.ts";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
/** What never speaks to an operator: the embedded tenant, the search for an engine, stand-ins. */
const SILENT = ["node_modules", "test", "bench", ".dev", ".git", "tenant", "engine", "stand-ins"];

function sources(folder = ""): string[] {
  return readdirSync(join(ROOT, folder), { withFileTypes: true }).flatMap((entry) => {
    if (SILENT.includes(entry.name)) return [];
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return sources(path);
    return /\.(ts|mjs)$/.test(entry.name) ? [path] : [];
  });
}

/** A file's text without comments, and with strings that go on in the next line as one. */
function code(file: string): string {
  return readFileSync(join(ROOT, file), "utf8")
    .replace(/^ *(\/?\*|\/\/).*$/gm, "")
    .replace(/["`] \+\s+["`]/g, "");
}

/** Commands in quotes, as they are printed. */
function quoted(text: string): string[] {
  const inQuotes = [...text.matchAll(/'((?:pulumi|npm run(?: -s)?) [a-z][^'\n]*)'/g)];
  const inTicks = [...text.matchAll(/\\`((?:pulumi|npm run(?: -s)?) [a-z][^`\n]*)\\`/g)];
  return [...inQuotes, ...inTicks].map(([, command = ""]) => command);
}

/** Those that are about no stack. */
const ANY_STACK =
  /^(pulumi (login|logout|version|whoami|plugin|install|import'?$|stack (init|select|ls)\b)|npm run (tenant|plugin|fleet))/;

it("each command that is printed names its stack, so that it is right whichever one is selected", () => {
  const found = sources().flatMap((file) => quoted(code(file)).map((command) => ({ file, command })));
  expect(found.length).toBeGreaterThan(20);
  const wrong = found.filter(({ command }) => !ANY_STACK.test(command) && !/ --stack \S/.test(command));
  expect(wrong.map(({ file, command }) => `${file}: ${command}`)).toEqual([]);
});

it("a command for a stack that is not known leaves its name to the reader", () => {
  expect(pulumiCommand("up --refresh", "acme")).toBe("'pulumi up --refresh --stack acme'");
  expect(pulumiCommand("up --refresh", undefined)).toBe("'pulumi up --refresh --stack NAME'");
  expect(projectCommand("doctor", "acme")).toBe("'npm run doctor -- --stack acme'");
  expect(projectCommand("verify", undefined)).toBe("'npm run verify -- --stack NAME'");
});

it("a command for the dev stack brings engine and tenant", () => {
  expect(pulumiCommand("up --refresh", "dev")).toBe("'npm start -- up --refresh'");
  expect(projectCommand("verify", "dev")).toBe("'npm run verify -- --stack dev'");
});
