import { describe, expect, it } from "vitest";
import { checksumOf, officialAddresses, officialDownload } from "../../dev/engine/official-download.ts";

const A = "a".repeat(64);
const B = "b".repeat(64);

describe("the official download", () => {
  it.each([
    ["linux", "x64", "pulumi-v3.274.1-linux-x64.tar.gz"],
    ["linux", "arm64", "pulumi-v3.274.1-linux-arm64.tar.gz"],
    ["darwin", "arm64", "pulumi-v3.274.1-darwin-arm64.tar.gz"],
    ["win32", "x64", "pulumi-v3.274.1-windows-x64.zip"],
  ])("for %s on %s is %s", (platform, arch, archive) => {
    expect(officialDownload("3.274.1", platform, arch).archive).toBe(archive);
  });

  it("has two folders around the executables in a zip and one in a tar file", () => {
    expect(officialDownload("3.274.1", "win32", "x64")).toMatchObject({ depth: 2 });
    expect(officialDownload("3.274.1", "darwin", "x64")).toMatchObject({ depth: 1 });
  });

  it.each([
    ["freebsd", "x64"],
    ["linux", "ia32"],
    ["linux", "riscv64"],
  ])("does not exist for %s on %s", (platform, arch) => {
    const ask = () => officialDownload("3.274.1", platform, arch);
    expect(ask).toThrow(`there is none for ${platform} on ${arch}`);
  });

  it("lies at the two addresses of Pulumi's install script, with a slash at the end", () => {
    expect(officialAddresses("3.274.1")).toEqual([
      "https://get.pulumi.com/releases/sdk/",
      "https://github.com/pulumi/pulumi/releases/download/v3.274.1/",
    ]);
  });
});

describe("the checksums file", () => {
  it("gives the line of the file asked for, whatever else it lists", () => {
    expect(checksumOf("pulumi.tar.gz", `${B}  other.tar.gz\n${A.toUpperCase()}  pulumi.tar.gz\r\n`)).toBe(A);
  });

  it("may say the same twice", () => {
    expect(checksumOf("pulumi.zip", `${A}  pulumi.zip\n${A} *pulumi.zip\n`)).toBe(A);
  });

  it.each([
    ["is empty", ""],
    ["lists only files of longer names", `${A}  my-pulumi.zip\n${A}  pulumi.zip.sig\n`],
    ["has a checksum cut short", `${A.slice(1)}  pulumi.zip\n`],
    ["has a longer checksum of another kind", `${A}${A}  pulumi.zip\n`],
    ["is a page of HTML", "<html>pulumi.zip</html>"],
  ])("is refused when it %s", (_, text) => {
    expect(() => checksumOf("pulumi.zip", text)).toThrow("the published checksums do not name pulumi.zip");
  });

  it("is refused when it contradicts itself", () => {
    expect(() => checksumOf("pulumi.zip", `${A}  pulumi.zip\n${B}  pulumi.zip\n`)).toThrow(
      "the published checksums name pulumi.zip twice, differently",
    );
  });
});
