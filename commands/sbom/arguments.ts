/** What follows `npm run sbom --`. Pure. */
import { parseArgs } from "node:util";
import { CannotRun } from "../../machine/cannot-run.mjs";

export const USAGE = `npm run -s sbom > esia.cdx.json

Prints what a run with a real tenant consists of, as a bill of materials in CycloneDX 1.5 (JSON): the npm packages of
package-lock.json without those for development, each with its hash, and Pulumi's engine and provider plugins.

  -h, --help  this text

Exit codes: 0 printed, 2 it could not be made.`;

/** @throws CannotRun for anything else; what was given is not repeated */
export function readArguments(args: readonly string[]): { help: boolean } {
  try {
    const { help } = parseArgs({
      args: [...args],
      options: { help: { type: "boolean", short: "h", default: false } },
    }).values;
    return { help };
  } catch {
    throw new CannotRun(`Only --help is known.\n\n${USAGE}`);
  }
}
