import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { readArguments } from "../../commands/adopt/arguments.ts";

const docs = new URL("../../docs/", import.meta.url);
const pages = readdirSync(docs).map((name) => ({ name, text: readFileSync(new URL(name, docs), "utf8") }));
const page = pages.find(({ name }) => name === "adopt.md")?.text ?? "";

const GUID = "0b16f1f2-b5e5-4059-8592-caba0d84b46d";
/** As a person types it: what stands in brackets both ways, a name and ids in place of the words for them. */
const typed = (command: string) =>
  [command.replaceAll(/\s*\[[^\]]*\]/g, ""), command.replaceAll(/[[\]]/g, "")].map((words) =>
    words
      .replace(/\s+#.*$/, "")
      .replace(/^npm run adopt -- /, "")
      .replaceAll(/\b(KEYID|ID)\b/g, GUID)
      .replaceAll("NAME", "contoso")
      .trim()
      .split(/\s+/),
  );
const commandsIn = (text: string, of: RegExp) =>
  [...text.matchAll(/^```\n([\s\S]*?)^```|`([^`\n]+)`/gm)]
    .flatMap(([, block, span]) => (block ?? span ?? "").split("\n"))
    .filter((line) => of.test(line));

const adopts = pages.flatMap(({ name, text }) => commandsIn(text, /^npm run adopt -- /).map((line) => [name, line]));

describe("the pages' commands of adopt", () => {
  it("are there for each use", () => {
    const own = adopts.filter(([name]) => name === "adopt.md").map(([, line = ""]) => line);
    for (const option of ["--client-id", "--yes", "--remove-secret", "--remove-grant"]) {
      expect(own.some((line) => line.includes(option))).toBe(true);
    }
  });

  it.each(adopts)("%s: '%s' is taken as it is typed", (_, line = "") => {
    for (const words of typed(line)) expect(readArguments(words)).toMatchObject({ stack: "contoso", help: false });
  });

  it("beside Pulumi's own, with options that it has", () => {
    const known = [
      /^pulumi (preview|up|destroy)( --stack NAME)?$/,
      /^pulumi stack rm NAME --force --yes$/,
      /^pulumi stack init NAME$/,
      /^pulumi config rm esia:adopt$/,
    ];
    const commands = commandsIn(page, /^pulumi /).map((line) => line.replace(/\s+#.*$/, ""));
    expect(commands.length).toBeGreaterThan(5);
    expect(commands.filter((line) => !known.some((form) => form.test(line)))).toEqual([]);
  });

  it("and 'npm run verify', and nothing else", () => {
    expect(
      commandsIn(page, /^(npm|az|npx|git) /).filter((line) => !/^npm run (adopt|verify -- --stack NAME)/.test(line)),
    ).toEqual([]);
  });
});
