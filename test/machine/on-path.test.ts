import { chmod, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { findOnPath, pathOf, withFirst } from "../../machine/on-path.mjs";

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "path-"));
});
afterEach(() => rm(root, { recursive: true }));

async function file(name: string, mode: number): Promise<string> {
  const path = join(root, name);
  await mkdir(join(path, ".."), { recursive: true });
  await writeFile(path, "");
  await chmod(path, mode);
  return path;
}

const path = (...folders: string[]) => folders.map((folder) => join(root, folder)).join(delimiter);

it("finds the first executable, past empty entries and folders that do not exist", async () => {
  const first = await file("b/pulumi", 0o755);
  await file("c/pulumi", 0o755);
  expect(findOnPath("pulumi", `${delimiter}${path("missing", "b", "c")}`, "linux")).toBe(first);
});

it.skipIf(process.platform === "win32")("passes over a file that may not be started, and a folder", async () => {
  await file("a/pulumi", 0o644);
  await mkdir(join(root, "b", "pulumi"), { recursive: true });
  expect(findOnPath("pulumi", path("a", "b"), "linux")).toBeUndefined();
});

it("looks for .exe before .cmd on Windows, and for nothing without an ending", async () => {
  await file("a/plugin", 0o755);
  const cmd = await file("b/plugin.cmd", 0o755);
  expect(findOnPath("plugin", path("a", "b"), "win32")).toBe(cmd);
  const exe = await file("b/plugin.exe", 0o755);
  expect(findOnPath("plugin", path("a", "b"), "win32")).toBe(exe);
});

it("reads PATH in any spelling", () => {
  expect(pathOf({ Path: "C:\\bin" })).toBe("C:\\bin");
  expect(pathOf({})).toBe("");
});

it("puts folders first on the one PATH of an environment, each once", () => {
  expect(withFirst({ Path: "C:\\Windows", HOME: "/me" }, ["C:\\esia", "C:\\node", "C:\\esia"], ";")).toEqual({
    PATH: "C:\\esia;C:\\node;C:\\Windows",
    HOME: "/me",
  });
  expect(withFirst({}, ["/esia"], ":")).toEqual({ PATH: "/esia" });
});
