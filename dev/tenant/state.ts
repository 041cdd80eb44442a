import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Directory } from "./directory.ts";
import { EMBEDDED_TENANT_ID, seedDirectory } from "./seed.ts";
import { addPeople } from "./users.ts";

export type State = ReturnType<typeof openState>;

/**
 * Reads the tenant's state from its folder, or makes a new tenant. `save` writes it whole after each change, so that the next
 * start meets what this one leaves.
 * @throws Error when the file is not a state of this tenant
 */
export function openState(folder: string, now: Date) {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, "state.json");
  const directory = existsSync(file) ? readState(file) : seedDirectory(now);
  addPeople(directory, now);
  let written = "";
  const save = () => {
    const text = `${JSON.stringify(directory, null, 2)}\n`;
    if (text === written) return;
    // Never half a file, also when the process is killed.
    writeFileSync(`${file}.new`, text, { mode: 0o600 });
    renameSync(`${file}.new`, file);
    written = text;
  };
  save();
  return { directory, save };
}

function readState(file: string): Directory {
  let directory: Partial<Directory>;
  try {
    directory = JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    throw new Error(`${file} cannot be read as the embedded tenant's state. Delete it for a new tenant.`, {
      cause: error,
    });
  }
  if (directory.version !== 1 || directory.tenantId !== EMBEDDED_TENANT_ID) {
    throw new Error(`${file} is not a state of this embedded tenant. Delete it for a new tenant.`);
  }
  return directory as Directory;
}
