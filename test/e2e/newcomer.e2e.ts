import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { PROJECT_FOLDER } from "../../machine/folders.mjs";
import { shapesFound } from "../support/clear-text.ts";
import { Clone } from "../support/clone.ts";
import { alike } from "../support/first-run.ts";

/** A port that is free now: the dev stack's own may be in use by whoever runs these tests. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address() as { port: number };
  await new Promise((done) => server.close(done));
  return port;
}

describe("a newcomer's first ten minutes", () => {
  it("go through npm alone, in few lines, and leave the clone as it was", async () => {
    const folder = mkdtempSync(join(tmpdir(), "esia-newcomer ü-"));
    try {
      const clone = new Clone(join(folder, "clone"), { ...process.env, NO_COLOR: "1", CI: "true" });
      symlinkSync(join(PROJECT_FOLDER, "node_modules"), join(clone.folder, "node_modules"));
      const settings = join(clone.folder, "Pulumi.dev.yaml");
      const own = readFileSync(settings, "utf8").replace(/localhost:\d+/, `localhost:${await freePort()}`);
      writeFileSync(settings, own);
      const start = (...args: string[]) => clone.run("npm", ["-s", "start", "--", ...args]);
      const printed: string[] = [];
      const works = async (...args: string[]) => {
        const { code, out, all } = await start(...args);
        expect(code, all).toBe(0);
        printed.push(all);
        return { out, all, lines: out.trimEnd().split("\n") };
      };

      const first = await works();
      // What the README's picture is drawn from: progress comes on the other stream, and before.
      const recorded = readFileSync(join(PROJECT_FOLDER, "docs", "pictures", "first-run.txt"), "utf8");
      expect(alike(first.all.slice(first.out.length) + first.out)).toEqual(alike(recorded));
      expect(first.all).toContain("\n  + made: the application\n");
      expect(first.out).toContain(
        "Done: 16 made.\nIn the tenant now: the application, its permissions, granted, and key 1.\n",
      );
      expect(first.out).toContain("Tried as ESIA would: the three values work.");
      expect(first.lines.length).toBeLessThanOrEqual(40);
      for (const line of first.lines) expect(line.length).toBeLessThanOrEqual(80);

      const again = await works();
      expect(again.out).toContain("Nothing had to be done.\n");
      expect(again.all.trimEnd().split("\n").length).toBeLessThanOrEqual(40);
      expect((await works("--verbose")).out).toContain("16 unchanged");

      const key = (await start("output", "clientSecret", "--show-secrets")).out.trim();
      expect(key).toHaveLength(40);

      const renamed = await works("-c", "esia:displayName=probe");
      expect(renamed.all).toContain("\n  ~ changed: the application\n");
      expect((await works("-c", "esia:secretMonths=6")).all).toContain(
        "esia:secretMonths 6 counts for the next key: key 1 keeps its end,",
      );

      const refused = await start("-c", "esia:retireUpTo=1");
      expect(refused.code).not.toBe(0);
      expect(refused.all).toContain("error: esia:retireUpTo is 1, but key 1 is the newest");
      await works("config", "rm", "esia:retireUpTo");

      const renewal = await clone.run("npm", ["-s", "start"], { more: { ESIA_AS_OF: "2030-01-01" } });
      expect(renewal.all).toContain("ESIA_AS_OF is set: this run takes 2030-01-01 for today.");
      expect(renewal.all).toContain("\n  + made: key 2\n");

      expect((await works("destroy")).out).toContain("deleted");
      await works("stack", "rm", "--yes");
      expect(readFileSync(settings, "utf8")).toBe(own);
      await works();
      expect(readFileSync(settings, "utf8")).toBe(own);
      expect(printed.flatMap((text) => shapesFound(key, text))).toEqual([]);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
