import { createHash } from "node:crypto";
import { copyFileSync, existsSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { DEV_FOLDER, PROJECT_FOLDER } from "../../machine/folders.mjs";
import { DEV_STACK } from "../../stack/command.ts";

const NAME = `Pulumi.${DEV_STACK}.yaml`;

/**
 * The file in which Pulumi keeps the dev stack's settings: a copy of the one that belongs to the project, so that setting
 * one leaves the clone as it was. When the project's own changes, by an update or by hand, a new copy is begun.
 * @returns its path, absolute
 */
export function settingsFile(project = PROJECT_FOLDER, dev = DEV_FOLDER): string {
  const own = join(project, NAME);
  const folder = join(dev, "settings", createHash("sha256").update(readFileSync(own)).digest("hex").slice(0, 12));
  const copy = join(folder, NAME);
  if (!existsSync(copy)) {
    mkdirSync(folder, { recursive: true });
    copyFileSync(own, copy);
  }
  return copy;
}
