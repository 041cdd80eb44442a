import semver from "semver";

/** The Pulumi engine that is downloaded or built, and the oldest one on PATH that is used; go.mod pins the same. */
export const ENGINE_VERSION = "3.259.0";

/**
 * Reads what `pulumi version` prints.
 *
 * @param printed for example `v3.259.0`
 * @returns the version without "v", or undefined when it is none (a build without one prints an empty line)
 */
export function engineVersion(printed: string): string | undefined {
  return semver.valid(printed.trim()) ?? undefined;
}

/** Whether an engine of this version serves here; a prerelease of the needed version does not. */
export function newEnough(version: string, needed: string = ENGINE_VERSION): boolean {
  return semver.gte(version, needed);
}

/**
 * Reads what `go env GOVERSION` prints, or the `go` line of a go.mod.
 *
 * @param printed for example `go1.26.8`, `go1.26rc1`, `go1.27-devel_abc`; distributions add words after the number
 * @returns three numbers with dots, or undefined when there is no number
 */
export function goVersion(printed: string): string | undefined {
  const match = /\bgo ?(\d+)\.(\d+)(?:\.(\d+))?/.exec(printed);
  return match ? `${match[1]}.${match[2]}.${match[3] ?? "0"}` : undefined;
}
