import { existsSync, readFileSync } from "node:fs";
import { mkdir, mkdtemp, readdir, readFile, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { makeWhole } from "../../machine/whole-folder.mjs";

let parent: string;
let target: string;
beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), "whole-"));
  target = join(parent, "engine");
});
afterEach(() => rm(parent, { recursive: true }));

const filledWith = (text: string) => (folder: string) => writeFile(join(folder, "file"), text);
const content = () => readFile(join(target, "file"), "utf8");

it("shows nothing under the folder's name until it is full", async () => {
  await makeWhole(target, async (folder) => {
    await writeFile(join(folder, "file"), "full");
    expect(await readdir(parent)).not.toContain("engine");
  });
  expect(await content()).toBe("full");
});

it("leaves nothing when filling fails", async () => {
  const failing = makeWhole(target, async (folder) => {
    await writeFile(join(folder, "file"), "half");
    throw new Error("cut short");
  });
  await expect(failing).rejects.toThrow("cut short");
  expect(await readdir(parent)).toEqual([]);
});

it("does nothing when the folder is there", async () => {
  await makeWhole(target, filledWith("first"));
  await makeWhole(target, () => Promise.reject(new Error("must not be called")));
  expect(await content()).toBe("first");
});

it("keeps the first of two that are made at once, and leaves no trace of the second", async () => {
  const bothAreAtWork = Promise.withResolvers<void>();
  const firstIsDone = Promise.withResolvers<void>();
  const first = makeWhole(target, async (folder) => {
    await bothAreAtWork.promise;
    await filledWith("first")(folder);
  });
  const second = makeWhole(target, async (folder) => {
    bothAreAtWork.resolve();
    await firstIsDone.promise;
    await filledWith("second")(folder);
  });
  await first;
  firstIsDone.resolve();
  await second;
  expect(await content()).toBe("first");
  expect(await readdir(parent)).toEqual(["engine"]);
});

it("replaces a folder that is worth nothing", async () => {
  await makeWhole(target, filledWith("old"));
  await makeWhole(
    target,
    filledWith("new"),
    () => existsSync(target) && readFileSync(join(target, "file"), "utf8") !== "old",
  );
  expect(await content()).toBe("new");
  expect(await readdir(parent)).toEqual(["engine"]);
});

it("keeps a worthless folder when its replacement fails", async () => {
  await makeWhole(target, filledWith("old"));
  await expect(
    makeWhole(
      target,
      () => Promise.reject(new Error("no network")),
      () => false,
    ),
  ).rejects.toThrow("no network");
  expect(await content()).toBe("old");
});

it("removes what a killed process left two days ago, and nothing younger", async () => {
  const old = join(parent, ".at-work-aB3dE6");
  await mkdir(old);
  await mkdir(join(parent, ".at-work-Young1"));
  const twoDaysAgo = new Date(Date.now() - 2 * 24 * 60 * 60 * 1000);
  await utimes(old, twoDaysAgo, twoDaysAgo);
  await makeWhole(target, filledWith("full"));
  expect((await readdir(parent)).sort()).toEqual([".at-work-Young1", "engine"]);
});

it("is filled under its own name in another folder where that is asked for", async () => {
  const workplace = join(parent, "workplace");
  await makeWhole(target, (folder) => filledWith(folder.slice(workplace.length))(folder), existsSync, workplace);
  expect(await content()).toMatch(/^\/\.at-work-\w+\/engine$/);
  expect(await readdir(workplace)).toEqual([]);
});
