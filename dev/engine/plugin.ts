/** A provider plugin that the program needs; package.json pins its SDK at the same version. */
export interface NeededPlugin {
  readonly name: "azuread" | "random";
  readonly version: string;
}

export const NEEDED_PLUGINS: readonly NeededPlugin[] = [
  { name: "azuread", version: "6.9.1" },
  { name: "random", version: "4.21.2" },
];

/** The provider plugin of a run, and how it came. */
export interface Plugin {
  readonly name: NeededPlugin["name"];
  readonly origin: "PATH" | "installed" | "download" | "substitute";
  /** Undefined for one on PATH that does not tell. */
  readonly version: string | undefined;
  /** Whether it is the publisher's own, which can reach real tenants, too. */
  readonly real: boolean;
  /** Folders that go first on PATH, where one that is not to serve would be found otherwise. */
  readonly folders: readonly string[];
}

export type PluginStep = "path" | "kept" | "installed" | "download" | "substitute";

/**
 * How a plugin is come by, in the order in which it is tried.
 *
 * @param platform as `process.platform`
 * @param forced the environment variable ESIA_PLUGINS: `substitute` takes those of this project alone
 * @throws Error when the word is unknown
 */
export function pluginSteps(name: Plugin["name"], platform: string, forced?: string): readonly PluginStep[] {
  if (forced && forced !== "substitute") {
    throw new Error(`ESIA_PLUGINS is "${forced}"; it can be substitute, or be left unset.`);
  }
  // The real azuread must trust the embedded tenant's certificate, which it is told by SSL_CERT_FILE. Go reads that
  // everywhere but on macOS and Windows (https://pkg.go.dev/crypto/x509, SystemCertPool).
  const cannotTrust = name === "azuread" && (platform === "darwin" || platform === "win32");
  if (forced || cannotTrust) return ["substitute"];
  return ["path", "kept", "installed", "download", "substitute"];
}

/** The folder's name under `plugins` in a Pulumi home. */
export function pluginFolder({ name, version }: NeededPlugin): string {
  return `resource-${name}-v${version}`;
}
