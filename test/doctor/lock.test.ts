import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { folderOf, lockRows } from "../../commands/doctor/lock.ts";
import type { AskPulumi } from "../../commands/stack/ask.ts";

const nobody: AskPulumi = async () => {
  throw new Error("Pulumi is not to be asked.");
};
const listing =
  (stdout: string): AskPulumi =>
  async () => ({ code: 0, stdout, stderr: "" });

describe("a stack that a run holds", () => {
  it("in a file backend is told by its lock, with the way out", async () => {
    const folder = mkdtempSync(join(tmpdir(), "lock-"));
    const locks = join(folder, ".pulumi", "locks", "organization", "esia", "acme");
    try {
      expect(await lockRows(`file://${folder}`, "acme", nobody)).toEqual([]);
      mkdirSync(locks, { recursive: true });
      expect(await lockRows(`file://${folder}`, "acme", nobody)).toEqual([]);
      const lock = { pid: 123, username: "root", hostname: "vm", timestamp: "2026-11-25T13:13:37.1Z" };
      writeFileSync(join(locks, "1.json"), JSON.stringify(lock));
      expect(await lockRows(`file://${folder}?no_tmp_dir=true`, "organization/esia/acme", nobody)).toEqual([
        {
          check: "Lock",
          result: "fail",
          detail:
            "The stack is locked by a run of root on vm (process 123, since 2026-11-25T13:13:37.1Z): the next run would be refused.",
          next: "Wait for that run to end. Only when it is surely dead: 'pulumi cancel --stack organization/esia/acme'.",
        },
      ]);
      for (const text of ["", "null", "[]", "{"]) {
        writeFileSync(join(locks, "1.json"), text);
        expect(await lockRows(`file://${folder}`, "acme", nobody)).toMatchObject([{ result: "fail" }]);
      }
      expect(await lockRows(`file://${folder}`, "other", nobody)).toEqual([]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it("in Pulumi Cloud is told by an update that goes on", async () => {
    const url = "https://app.pulumi.com/me";
    const stacks = JSON.stringify([{ name: "me/acme", updateInProgress: true }, { name: "fabrikam" }]);
    expect(await lockRows(url, "acme", listing(stacks))).toMatchObject([{ check: "Lock", result: "fail" }]);
    expect(await lockRows(url, "me/esia/acme", listing(stacks))).toHaveLength(1);
    expect(await lockRows(url, "fabrikam", listing(stacks))).toEqual([]);
    for (const odd of ["", "null", "{}", "[null]"]) expect(await lockRows(url, "acme", listing(odd))).toEqual([]);
  });
});

describe("the folder of a file backend", () => {
  it.each([
    ["file:///var/my%20states", "/var/my states"],
    ["file://~/states", join(userInfo().homedir, "states")],
    ["file://~", userInfo().homedir],
    ["file://./states", join(process.cwd(), "states")],
    ["azblob://states", undefined],
  ])("of %s", (url, folder) => {
    expect(folderOf(url)).toBe(folder);
  });
});
