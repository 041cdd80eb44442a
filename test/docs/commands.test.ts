import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { pulumiArguments } from "../../dev/stack/start-arguments.ts";
import { SETTING_NAMES } from "../../settings.ts";
import { NEEDS_STACK, PULUMI_COMMANDS } from "../support/pulumi-commands.ts";
import { type Command, commandsOf, inShell } from "./commands-of.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const read = (file: string) => readFileSync(join(ROOT, file), "utf8");
const DOCS = readdirSync(join(ROOT, "docs")).filter((name) => name.endsWith(".md"));
const PAGES = ["README.md", "CONTRIBUTING.md", ...DOCS.map((name) => `docs/${name}`)];
const SCRIPTS: string[] = Object.keys(JSON.parse(read("package.json")).scripts);
const [, outputs = ""] = read("docs/settings.md").split("## Outputs");
const OUTPUTS = [...outputs.matchAll(/`(\w+)`/g)].map(([, name]) => name);
/** Others' programs, and the shell's own words: that they are meant is all that is known here. */
const OTHERS = ["az", "gh", "git", "vault", "cat", "echo", "mkdir", "mktemp", "mv", "printf", "read", "sed", "umask"];
/** What stands for the reader's own id. */
const ID = "0b16f1f2-b5e5-4059-8592-caba0d84b46d";
/** What stands for the reader's own. */
const FREE = ["NAME", "PLACEHOLDER", "…"];

/** Reads the arguments of an npm script; throws for what it does not know. */
const READERS: Record<string, (args: string[]) => unknown> = {
  start: (args) => pulumi(pulumiArguments(args, "dev").filter((word) => word !== "--verbose")),
  test: ([part]) => expect(["unit", "parts", "e2e", "long", "faults", "all"]).toContain(part),
  "test:faults": (files) => expect(["lives", "kills", "two-at-once"]).toEqual(expect.arrayContaining(files)),
  // Writes the plugin: commands/plugin/arguments.ts is of what it writes.
  plugin: (args) => expect(["--out", "FOLDER"]).toEqual(args),
};
for (const name of SCRIPTS.filter((script) => !(script in READERS))) {
  const own = `../../commands/${name}/arguments.ts`;
  if (existsSync(new URL(own, import.meta.url))) READERS[name] = (await import(own)).readArguments;
}

/** @throws AssertionError or CannotRun where a reader who typed it would be told that there is no such thing */
function check({ words: [program = "", ...words] }: Command): void {
  if (program === "npm") npm(words);
  else if (program === "pulumi") pulumi(words);
  else if (program === "node") expect(words[0] === "--version" || existsSync(join(ROOT, words[0] ?? ""))).toBe(true);
  // What is run by its path on another machine is the reader's own.
  else if (!program.startsWith("/")) expect(OTHERS).toContain(program);
}

function npm(words: string[]): void {
  if (words[0] === "ci") {
    expect([[], ["--omit=dev"]]).toContainEqual(words.slice(1));
    return;
  }
  const at = words.indexOf("--");
  const [named, args] = at < 0 ? [words, []] : [words.slice(0, at), words.slice(at + 1)];
  const [name = "", ...more] = named.filter((word) => word !== "-s" && word !== "run");
  expect(SCRIPTS).toContain(name);
  // Without "run" npm knows only a few of them.
  if (!named.includes("run")) expect(["start", "test"]).toContain(name);
  expect(more).toEqual([]);
  // The shell puts a name in a variable's place.
  const filled = (word: string) => (word === "PLACEHOLDER" ? ID : word.replace(/^"?\$\{?\w+\}?"?$/, "NAME"));
  const given = args.filter((word) => word !== "…").map(filled);
  if (given.length > 0) (READERS[name] ?? (() => expect.fail(`${name} takes nothing`)))(given);
}

function pulumi(words: string[]): void {
  const two = words.slice(0, 2).join(" ");
  const command = two in PULUMI_COMMANDS ? two : (words[0] ?? "");
  expect(Object.keys(PULUMI_COMMANDS)).toContain(command);
  const options = words
    .filter((word) => word.startsWith("-") && word !== "-")
    .map((word) => (word === "-c" ? "--config" : (word.split("=")[0] ?? "")));
  expect(options.filter((option) => !PULUMI_COMMANDS[command]?.includes(option))).toEqual([]);
  const name = words.slice(command.split(" ").length).find((word) => !word.startsWith("-")) ?? "NAME";
  const [, setting = "NAME"] = /^esia:(\w+)/.exec(name) ?? [];
  if (command.startsWith("config ")) expect([...SETTING_NAMES, ...FREE]).toContain(setting);
  if (command === "stack output" && !words.includes("--json")) expect([...OUTPUTS, ...FREE]).toContain(name);
}

describe("a command on a page", () => {
  it.each(PAGES)("is one that there is, with options that it has: %s", (page) => {
    for (const command of commandsOf(read(page))) {
      expect(() => check(command), `${page}: ${command.words.join(" ")}`).not.toThrow();
    }
  });

  it.each(PAGES)("in a block to paste names its stack, so that the selected one does not matter: %s", (page) => {
    const pasted = commandsOf(read(page)).filter(({ block, words }) => block && words[0] === "pulumi");
    const nameless = pasted
      .map(({ words }) => words.join(" "))
      .filter(
        (line) => NEEDS_STACK.some((command) => line.startsWith(`pulumi ${command}`)) && !/ --stack \S/.test(line),
      );
    expect(nameless).toEqual([]);
  });

  it.each([
    "npm run doktor",
    "npm doctor",
    "npm run doctor -- --stck NAME",
    "npm run doctor --stack NAME",
    "npm run verify -- --stack NAME --prevous",
    "npm run tenant -- --port 1",
    "npm start -- destory",
    "npm start -- up --refesh",
    "npm test -- units",
    "npm run test:faults -- deaths",
    "npm install",
    "pulumi upp",
    "pulumi up --refesh",
    "pulumi config set esia:secretMonth 6",
    "pulumi stack output clientSecrets",
    "node dev/none.ts",
    "yarn start",
  ])("that is none is noticed: %s", (line) => {
    const [words = []] = inShell(line);
    expect(() => check({ words, block: true })).toThrow();
  });

  it("is found in scripts as people write them", () => {
    const script = `STACK=contoso   # a name
key=$(pulumi stack output clientSecret --stack "$STACK") &&
  printf %s "$key" | vault kv put a clientSecret=- \\
    b="$(pulumi stack output tenantId)" > out
for stack in a b; do
  npm run -s doctor -- --stack $stack || echo "look at $stack"
done
pulumi env init "$ORG/x" --file - <<EOF
npm none
EOF
pulumi config set azuread:tenantId <tenant id>`;
    expect(inShell(script)).toEqual([
      ["pulumi", "stack", "output", "clientSecret", "--stack", "$STACK"],
      ["printf", "%s", "$key"],
      ["pulumi", "stack", "output", "tenantId"],
      ["vault", "kv", "put", "a", "clientSecret=-", "b=$(pulumi stack output tenantId)"],
      ["npm", "run", "-s", "doctor", "--", "--stack", "$stack"],
      ["echo", "look at $stack"],
      ["pulumi", "env", "init", "$ORG/x", "--file", "-"],
      ["pulumi", "config", "set", "azuread:tenantId", "PLACEHOLDER"],
    ]);
  });
});
