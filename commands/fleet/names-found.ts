/** Where the stacks are found when Pulumi lists none: by the files that each of them has. */
import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { Temporal } from "temporal-polyfill";
import { DEV_STACK } from "../../stack/command.ts";
import { PROJECT } from "../../stack/names.ts";
import { folderOf } from "../doctor/lock.ts";
import { backendOf } from "../doctor/which-stack.ts";
import type { AskPulumi } from "../stack/ask.ts";
import type { Listed } from "./standing.ts";

/** A state in a backend of files; beside it lie copies and attributes (pulumi/pulumi, pkg/backend/diy/store.go). */
const STATE = /^(.+?)\.json(\.gz)?$/;
/** The settings that a clone keeps of each stack. */
const SETTINGS = /^Pulumi\.(.+)\.yaml$/;

/** @param clone where the settings are @returns the stacks, and what they were found by, in words */
export async function namesFound(ask: AskPulumi, clone = process.cwd()): Promise<{ stacks: Listed[]; where: string }> {
  const backend = await backendOf(ask);
  const folder = "url" in backend ? folderOf(backend.url) : undefined;
  if (folder === undefined) {
    const names = namesIn(clone, SETTINGS).filter((name) => name !== DEV_STACK);
    const stacks = names.map((name): Listed => ({ name, lastRun: undefined }));
    return { stacks, where: "this folder's settings files (Pulumi.NAME.yaml)" };
  }
  const states = join(folder, ".pulumi", "stacks", PROJECT);
  return {
    stacks: namesIn(states, STATE).map((name) => ({ name, lastRun: writtenAt(states, name) })),
    where: "their files",
  };
}

function namesIn(folder: string, form: RegExp): string[] {
  try {
    const names = readdirSync(folder).map((file) => form.exec(file)?.[1]);
    return [...new Set(names.filter((name) => name !== undefined))];
  } catch {
    return [];
  }
}

function writtenAt(folder: string, name: string): Temporal.Instant | undefined {
  const files = [`${name}.json`, `${name}.json.gz`].map((file) =>
    statSync(join(folder, file), { throwIfNoEntry: false }),
  );
  const written = files.find((file) => file !== undefined);
  return written && Temporal.Instant.fromEpochMilliseconds(Math.floor(written.mtimeMs));
}
