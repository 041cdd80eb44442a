import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { explain } from "../../failures/explain.ts";
import { EXPLAINED } from "../../failures/explained.ts";
import { EXPLAINED_SIGN_IN } from "../../failures/explained-sign-in.ts";

const page = readFileSync(new URL("../../docs/failures.md", import.meta.url), "utf8");
const table = page.slice(0, page.indexOf("## Repair"));

it("the table of failures has a row for each that the program explains", () => {
  const rows = table.split("\n").filter((line) => line.startsWith("| `"));
  expect(rows).toHaveLength(EXPLAINED.length + EXPLAINED_SIGN_IN.length);
});

it.each([
  ["CredentialTypeNotAllowedAsPerAppPolicy", "secret blocked"],
  ["CredentialInvalidLifetimeAsPerAppPolicy", "secret too long"],
  ["prevent_duplicate_names", "duplicate name"],
  ["No password credential found with keyId", "key gone"],
  ["AADSTS90002", "wrong tenant"],
  ["AADSTS53003", "blocked by Conditional Access"],
])("what the table shows of a message, %s, is what the program recognises", (text, id) => {
  expect(table).toContain(text);
  expect(explain(`error: ${text}: words`).map((explanation) => explanation.id)).toEqual([id]);
});
