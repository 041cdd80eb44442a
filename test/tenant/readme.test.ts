import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { startTenant } from "../../dev/tenant/server.ts";
import { recordings } from "./replay.ts";

const README = readFileSync(new URL("../../dev/tenant/README.md", import.meta.url), "utf8");
const folder = mkdtempSync(join(tmpdir(), "tenant-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** The rows of all its tables, cell by cell. */
const rows = README.split("\n")
  .filter((line) => line.startsWith("| ") && !line.startsWith("| ---") && !line.startsWith("| feature "))
  .map((line) =>
    line
      .slice(2, -2)
      .split(/(?<!\\)\|/)
      .map((cell) => cell.trim()),
  );
/** What stands in backticks, where a table's bar and a backslash are written with another backslash. */
const named = (text: string) =>
  [...text.matchAll(/`([^`]+)`/g)].map(([, name = ""]) => name.replace(/\\([|\\])/g, "$1"));

describe("the embedded tenant's README", () => {
  test("has each route in some row, and no route that is none", async () => {
    const tenant = await startTenant({ folder });
    await tenant.close();
    const told = new Set(rows.flatMap(([, routes = ""]) => named(routes)));
    expect([...told].sort()).toEqual([...tenant.routes].sort());
  });

  test("says of each feature what it is true to: a recording, or a page or report that can be looked up", () => {
    expect(rows.length).toBeGreaterThan(25);
    const vague = rows.filter(
      ([, , source = ""]) => !/https:\/\/learn\.microsoft\.com\/|#\d+|\.json`|`rights\.ts`/.test(source),
    );
    expect(vague).toEqual([]);
    const recorded = rows.flatMap(([, , source = ""]) => named(source)).filter((name) => name.endsWith(".json"));
    expect([...new Set(recorded)].sort()).toEqual(recordings().sort());
  });

  test("names for each feature a test that is there", () => {
    const witnesses = named(README).filter((name) => /\.test\.ts: /.test(name));
    const missing = witnesses.filter((witness) => {
      const [file = "", title = ""] = witness.split(/: (.*)/);
      const path = new URL(file, import.meta.url);
      return !existsSync(path) || !readFileSync(path, "utf8").includes(`("${title}"`);
    });
    expect(missing).toEqual([]);
    expect(rows.filter(([, , , witness = ""]) => !/^`[\w-]+\.test\.ts: .+`$/.test(witness))).toEqual([]);
  });
});
