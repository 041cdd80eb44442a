/** What Pulumi publishes for one platform. */
export interface OfficialDownload {
  /** The file's name, under which the checksums file lists it. */
  readonly archive: string;
  /** The checksums file's name. */
  readonly checksums: string;
  /** Folders around the executables inside the archive. */
  readonly depth: 1 | 2;
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
 * @throws Error for a platform that Pulumi does not publish for
 */
export function officialDownload(version: string, platform: string, arch: string): OfficialDownload {
  const system = SYSTEMS[platform];
  if (!system || (arch !== "x64" && arch !== "arm64")) throw new Error(`there is none for ${platform} on ${arch}`);
  const [ending, depth] = system === "windows" ? (["zip", 2] as const) : (["tar.gz", 1] as const);
  return {
    archive: `pulumi-v${version}-${system}-${arch}.${ending}`,
    checksums: `pulumi-${version}-checksums.txt`,
    depth,
  };
}

/**
 * Finds a file's SHA-256 in a checksums file: lines of 64 hexadecimal digits, two blanks, a file name.
 *
 * @throws Error when the file has no such line, or two different ones
 */
export function checksumOf(archive: string, checksums: string): string {
  const lines = checksums.split("\n").map((line) => /^([0-9a-f]{64}) [ *](\S+)\s*$/i.exec(line));
  const found = lines.flatMap((line) => (line?.[1] && line[2] === archive ? [line[1].toLowerCase()] : []));
  const [checksum, another] = new Set(found);
  if (!checksum) throw new Error(`the published checksums do not name ${archive}`);
  if (another) throw new Error(`the published checksums name ${archive} twice, differently`);
  return checksum;
}
