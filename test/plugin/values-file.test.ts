import { execFileSync } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { valuesIn } from "../../commands/plugin/values-file.ts";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "values-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

function file(text: string | Uint8Array, mode = 0o600): string {
  const path = join(folder, "values");
  writeFileSync(path, text);
  chmodSync(path, mode);
  return path;
}

const VALUES = { tenantId: "tenant", clientId: "client", clientSecret: "abc8Q~a-key" };

describe("the file with the three values", () => {
  it("holds three lines, or a stack's outputs in JSON, also as PowerShell writes them", async () => {
    for (const text of ["tenant\r\nclient\r\nabc8Q~a-key\r\n", JSON.stringify({ ...VALUES, secretNumber: 1 })]) {
      expect((await valuesIn(file(text))).values).toEqual(VALUES);
      expect((await valuesIn(file(Buffer.from(`\ufeff${text}`, "utf16le")))).values).toEqual(VALUES);
    }
    expect((await valuesIn(file("tenant\nclient\nabc8Q~a-key", 0o400))).values).toEqual(VALUES);
  });

  it.skipIf(process.platform === "win32").each([0o640, 0o604, 0o660, 0o620, 0o644, 0o610])(
    "is refused where others have rights to it: %o",
    async (mode) => {
      await expect(valuesIn(file("tenant\nclient\nabc8Q~a-key", mode))).rejects.toThrow(
        `run chmod 600 on the file that --file names, and renew the key if others could read it: its mode is ${mode.toString(8)}`,
      );
    },
  );

  it.each([
    ["nothing", "", "The file that --file names must hold the three values: a JSON object with tenantId"],
    [
      "a key alone",
      "abc8Q~a-key",
      "The file that --file names must hold the three values: a JSON object with tenantId",
    ],
    ["too much", "x".repeat(70_000), "--file must name a file with the three values"],
  ])("is refused with %s in it, which is not repeated", async (_, text, message) => {
    const refusal = await valuesIn(file(text)).catch((error: Error) => error);
    expect(refusal).toHaveProperty("message", expect.stringContaining(message));
    expect(String(refusal)).not.toContain("8Q~");
  });

  it.skipIf(process.platform === "win32")("is refused at once where it is a pipe that nobody writes to", async () => {
    const path = join(folder, "pipe");
    execFileSync("mkfifo", ["-m", "600", path]);
    await expect(valuesIn(path)).rejects.toThrow("--file must name a file with the three values");
  });

  it("is refused where it is not there or is a folder, without repeating what may be a key", async () => {
    await expect(valuesIn(join(folder, "abc8Q~a-key"))).rejects.toThrow(
      "the file that --file names cannot be read (ENOENT): it must belong to the user that runs this",
    );
    await expect(valuesIn(folder)).rejects.toThrow("--file must name a file with the three values");
  });
});
