import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { IDS, idOf } from "../../commands/rows/ids.ts";
import { PROJECT_FOLDER } from "../../machine/folders.mjs";

const COMMANDS = join(PROJECT_FOLDER, "commands");

describe("a row's id", () => {
  it.each([
    ["Key's life", "key-life"],
    ["User.Read.All", "role-User.Read.All"],
    ["Microsoft Graph", "api-graph"],
    ["Use of key 1", "key-use"],
    ["Extra: Mail.Read", "extra-role"],
    ["Token for Microsoft Graph", "token"],
    ["Plugin azuread", "plugin-azuread"],
    ["constructor", "constructor"],
  ])("of %s is %s", (check, id) => {
    expect(idOf(check)).toBe(id);
  });

  it("is written down for every check that a command names", () => {
    const sources = readdirSync(COMMANDS, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".ts"));
    const named = sources.flatMap((file) =>
      [
        ...readFileSync(join(COMMANDS, file), "utf8").matchAll(
          /(?:\bcheck(?: = |: )|\b(?:CHECK|AUDIT_LOG|CONSENT|LIFE|NAMES) = )"([A-Z][^"]+)"/g,
        ),
      ].map(([, check = ""]) => check),
    );
    expect(named.length).toBeGreaterThan(20);
    expect(named.filter((check) => !Object.hasOwn(IDS, check))).toEqual([]);
  });

  it("stands on the page of the commands", () => {
    const page = readFileSync(join(PROJECT_FOLDER, "docs", "commands.md"), "utf8");
    const ids = Object.values(IDS).filter((id) => !id.startsWith("role-"));
    expect([...new Set(ids)].filter((id) => !page.includes(`\`${id}\``))).toEqual([]);
  });
});
