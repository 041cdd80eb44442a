import { expect, it } from "vitest";
import { folded } from "../../commands/rows/folded.ts";
import type { Row } from "../../commands/rows/report.ts";

const granted = (check: string): Row => ({ check, result: "unknown", detail: "Granted; not provable by a read." });
const key: Row = { check: "Key", result: "pass", detail: "Entra accepts it." };

it("what several rows cannot prove for the same reason is one line, where the first of them stood", () => {
  const rows = [key, granted("ServiceHealth.Read"), key, granted("Agreement.Read.All")];
  expect(folded(rows)).toEqual([
    key,
    {
      check: "2 roles",
      result: "unknown",
      detail: "Granted; not provable by a read. ServiceHealth.Read, Agreement.Read.All.",
    },
    key,
  ]);
});

it("a single one, what fails and what has a next action stay as they are", () => {
  const missing: Row = { check: "A", result: "fail", detail: "Missing." };
  const rows = [granted("ServiceHealth.Read"), missing, { ...missing, check: "B" }];
  expect(folded(rows)).toEqual(rows);
});
