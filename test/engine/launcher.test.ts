import { spawnSync } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { launcherName, launcherText } from "../../dev/engine/launcher.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "it's a $(launcher) 100%-"));
});
afterEach(() => rm(folder, { recursive: true }));

it("starts the file with its arguments as they are, from a folder with a difficult name", async () => {
  const file = join(folder, "program.mjs");
  const launcher = join(folder, launcherName("launcher"));
  await writeFile(file, "console.log(JSON.stringify(process.argv.slice(2)))");
  await writeFile(launcher, launcherText([process.execPath, file]), { mode: 0o755 });
  // Windows starts .cmd files only by way of its shell.
  const ended = spawnSync(launcher, ["127.0.0.1:1", "two words", "$HOME"], {
    encoding: "utf8",
    shell: process.platform === "win32",
  });
  expect(ended.stdout.trim()).toBe('["127.0.0.1:1","two words","$HOME"]');
});

it("is a sh script that the shell leaves by exec, so that signals reach Node", () => {
  expect(launcherText(["/opt/node", "/it's/host.ts"], "linux")).toBe(
    "#!/bin/sh\nexec '/opt/node' '/it'\\''s/host.ts' \"$@\"\n",
  );
});

it("is a .cmd file on Windows, where a percent sign is doubled", () => {
  expect(launcherName("pulumi-language-nodejs", "win32")).toBe("pulumi-language-nodejs.cmd");
  expect(launcherText(["C:\\Program Files\\node.exe", "C:\\100%\\host.ts"], "win32")).toBe(
    '@"C:\\Program Files\\node.exe" "C:\\100%%\\host.ts" %*\r\n',
  );
});
