/** `fleet status` on a backend of files with many stacks. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stateAddress } from "../dev/engine/environment.ts";
import { PROJECT_FOLDER } from "../machine/folders.mjs";
import { measured, type Took } from "./measured.ts";

/** A state that a run has made. */
const KEPT = join(PROJECT_FOLDER, "test", "states", "1.0.0", "two-keys", "stack.json");

/** @returns what it took, and how large one stack's state is (bytes) */
export async function fleetStatus(engines: Record<string, string>, stacks: number): Promise<Took & { bytes: number }> {
  const folder = mkdtempSync(join(tmpdir(), "esia-bench-"));
  try {
    const states = join(folder, "state", ".pulumi", "stacks", "esia");
    mkdirSync(states, { recursive: true });
    writeFileSync(join(folder, "state", ".pulumi", "meta.yaml"), "version: 1\n");
    let bytes = 0;
    for (let at = 1; at <= stacks; at += 1) {
      const text = checkpoint(`tenant-${at}`);
      bytes = text.length;
      writeFileSync(join(states, `tenant-${at}.json`), text);
    }
    // A day on which the kept state has a key that works.
    const env = { ...engines, PULUMI_BACKEND_URL: stateAddress(join(folder, "state")), ESIA_AS_OF: "2028-09-10" };
    const fleet = join(PROJECT_FOLDER, "commands", "fleet.ts");
    return { ...(await measured(process.execPath, [fleet, "status"], { cwd: PROJECT_FOLDER, env })), bytes };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function checkpoint(stack: string): string {
  const exported = readFileSync(KEPT, "utf8")
    .replaceAll("urn:pulumi:test::", `urn:pulumi:${stack}::`)
    .replaceAll('::esia-test"', `::esia-${stack}"`);
  const { version, features, deployment } = JSON.parse(exported);
  return JSON.stringify({ version, features, checkpoint: { stack: `organization/esia/${stack}`, latest: deployment } });
}
