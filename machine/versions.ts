import semver from "semver";
import { runProgram } from "./run-program.mjs";

/** The Pulumi engine that is downloaded or built, never older than the SDK in package.json; go.mod pins the same. */
export const ENGINE_VERSION = "3.274.1";

/** The oldest engine on PATH that is used: tried with this program. */
export const LEAST_ENGINE = "3.259.0";

/** A provider plugin that the program needs; package.json pins its SDK at the same version. */
export interface NeededPlugin {
  readonly name: "azuread" | "random";
  readonly version: string;
}

export const NEEDED_PLUGINS: readonly NeededPlugin[] = [
  { name: "azuread", version: "6.9.1" },
  { name: "random", version: "4.21.2" },
];

/**
 * Reads what `pulumi version` prints.
 *
 * @param printed for example `v3.259.0`
 * @returns the version without "v", or undefined when it is none (a build without one prints an empty line)
 */
export function engineVersion(printed: string): string | undefined {
  return semver.valid(printed.trim()) ?? undefined;
}

/** Whether an engine of this version serves here; a prerelease of the oldest one does not. */
export function newEnough(version: string): boolean {
  return semver.gte(version, LEAST_ENGINE);
}

/**
 * Asks a provider plugin for its version (`--version` of pulumi-terraform-bridge, pkg/tfbridge/main.go).
 *
 * @param command the plugin's executable
 * @returns for example 6.9.1; undefined when it does not tell within ten seconds
 */
export async function pluginVersion(command: string): Promise<string | undefined> {
  const { code, stdout } = await runProgram(command, ["--version"], { timeout: 10_000 });
  return code === 0 ? engineVersion(stdout) : undefined;
}
