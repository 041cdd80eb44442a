/** Where Pulumi publishes; its own install script (https://get.pulumi.com/) uses both. */
export function officialAddresses(version: string): string[] {
  return ["https://get.pulumi.com/releases/sdk/", `https://github.com/pulumi/pulumi/releases/download/v${version}/`];
}

/** What Pulumi publishes for one platform: names of files, and the folders around the executables in the archive. */
export interface OfficialDownload {
  readonly archive: string;
  readonly checksums: string;
  readonly depth: number;
}

/**
 * Names and layout as in the file `.goreleaser.yml` of github.com/pulumi/pulumi (sections archives and checksum).
 *
 * @param platform as `process.platform`
 * @param arch as `process.arch`
 * @throws Error for a platform that Pulumi does not publish for
 */
export function officialDownload(version: string, platform: string, arch: string): OfficialDownload {
  const [system, ending, depth] = platform === "win32" ? ["windows", "zip", 2] : [platform, "tar.gz", 1];
  if (!["linux", "darwin", "windows"].includes(system) || !["x64", "arm64"].includes(arch)) {
    throw new Error(`there is none for ${platform} on ${arch}`);
  }
  const archive = `pulumi-v${version}-${system}-${arch}.${ending}`;
  return { archive, checksums: `pulumi-${version}-checksums.txt`, depth };
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
