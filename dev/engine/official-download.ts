/** What Pulumi publishes for one platform. */
export interface OfficialDownload {
  /** The file's name, under which the checksums file lists it. */
  readonly archive: string;
  /** The checksums file's name. */
  readonly checksums: string;
  /** Folders around the executables inside the archive. */
  readonly depth: 1 | 2;
  /** How `tar` is asked to unpack it. */
  readonly unpack: "-xzf" | "-xf";
}

/** Where Pulumi publishes; its own install script (https://get.pulumi.com/) uses both. */
export function officialAddresses(version: string): string[] {
  return ["https://get.pulumi.com/releases/sdk/", `https://github.com/pulumi/pulumi/releases/download/v${version}/`];
}

const SYSTEMS: Partial<Record<string, string>> = { linux: "linux", darwin: "darwin", win32: "windows" };

/**
 * Names and layout as in the file `.goreleaser.yml` of github.com/pulumi/pulumi (sections archives and checksum).
 *
 * @param platform as `process.platform`
 * @param arch as `process.arch`
 * @returns undefined for a platform that Pulumi does not publish for
 */
export function officialDownload(version: string, platform: string, arch: string): OfficialDownload | undefined {
  const system = SYSTEMS[platform];
  if (!system || (arch !== "x64" && arch !== "arm64")) return undefined;
  const windows = system === "windows";
  return {
    archive: `pulumi-v${version}-${system}-${arch}.${windows ? "zip" : "tar.gz"}`,
    checksums: `pulumi-${version}-checksums.txt`,
    depth: windows ? 2 : 1,
    unpack: windows ? "-xf" : "-xzf",
  };
}

/**
 * Finds a file's SHA-256 in a checksums file: lines of 64 hexadecimal digits, two blanks, a file name.
 *
 * @throws Error when the file has no such line, or two different ones
 */
export function checksumOf(archive: string, checksums: string): string {
  const found = new Set<string>();
  for (const line of checksums.split("\n")) {
    const match = /^([0-9a-f]{64}) [ *](\S+)\s*$/i.exec(line);
    if (match?.[1] && match[2] === archive) found.add(match[1].toLowerCase());
  }
  const [checksum, another] = found;
  if (!checksum) throw new Error(`the published checksums do not name ${archive}`);
  if (another) throw new Error(`the published checksums name ${archive} twice, differently`);
  return checksum;
}
