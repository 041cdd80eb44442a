import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { PERMISSIONS, PIPELINE_ROLE } from "../../permissions.ts";

const page = readFileSync(new URL("../../docs/comparison.md", import.meta.url), "utf8");
const [tools = "", audits = ""] = page.split("## Which audits");

it("the page says of each permission that a run can grant which audits flag it, and of no other", () => {
  const rows = audits.split("\n").filter((line) => line.startsWith("| `"));
  expect(rows.map((row) => /^\| `([^`]+)`/.exec(row)?.[1])).toEqual([
    ...PERMISSIONS.map(({ role }) => role),
    PIPELINE_ROLE,
  ]);
});

it("what the page says of other tools rests on sources that it names, and each source serves", () => {
  const [table = "", list = ""] = tools.split("Sources:");
  const named = [...list.matchAll(/^- (\w\d): \[[^\]]+\]\(https:/gm)].map(([, name]) => name);
  const used = [...table.matchAll(/\[(\w\d(?:, \w\d)*)\]/g)].flatMap(([, names = ""]) => names.split(", "));
  expect([...new Set(used)].sort()).toEqual(named.sort());
});
