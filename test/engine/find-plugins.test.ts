import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Engine } from "../../dev/engine/find-engine.ts";
import { findPlugins, onlySubstitute } from "../../dev/engine/find-plugins.ts";
import { failedLately } from "../../dev/engine/plugin-download.ts";

let root: string;
let said: string[];
let engine: Engine;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "plugins-"));
  said = [];
  vi.spyOn(process.stderr, "write").mockImplementation((text) => {
    const line = String(text).trimEnd(); // what a child of execFileSync wrote comes here, too, were it nothing
    return line === "" || said.push(line) > 0;
  });
  engine = { command: join(root, "no-engine"), version: "3.274.1", origin: "built from Go modules" };
});
afterEach(() => {
  vi.restoreAllMocks();
  return rm(root, { recursive: true });
});

async function executable(path: string, text: string): Promise<string> {
  await mkdir(join(path, ".."), { recursive: true });
  await writeFile(path, text);
  await chmod(path, 0o755);
  return path;
}

function find(env: NodeJS.ProcessEnv = {}) {
  const clean = { PATH: "/usr/bin:/bin", PULUMI_HOME: join(root, "user"), ...env };
  return findPlugins(engine, { dev: join(root, ".dev"), env: clean });
}

const origins = async (env?: NodeJS.ProcessEnv) => (await find(env)).map(({ origin }) => origin);
const SUBSTITUTE = "substitute of this project";
const substitute = (name: string, version: string) => {
  const words = [process.execPath, expect.stringMatching(new RegExp(`/${name}\\.ts$`))];
  return { name, version, origin: SUBSTITUTE, words };
};
const SUBSTITUTES = [substitute("azuread", "6.9.1"), substitute("random", "4.21.2")];

// Shell scripts play the plugins, and macOS takes the azuread substitute in any case.
describe.skipIf(process.platform !== "linux")("a plugin", () => {
  it("that cannot be downloaded is this project's substitute", async () => {
    const found = await find();
    expect(found).toEqual(SUBSTITUTES);
    for (const { words } of found) expect(await readFile(words[1] as string, "utf8")).toContain("Stands in for");
    expect(said).toContain(`No download of the azuread plugin, tried again in a day: spawn ${engine.command} ENOENT`);
    expect(said).toHaveLength(4);
  });

  it("that could not be downloaded is told with the engine's reason, and not tried again at the next start", async () => {
    const command = await executable(join(root, "engine"), "#!/bin/sh\necho 'error: 404 HTTP' >&2; exit 1\n");
    engine = { ...engine, command };
    expect(await find()).toEqual(SUBSTITUTES);
    expect(said).toContain("No download of the random plugin, tried again in a day: error: 404 HTTP");
    said = [];
    expect(await find()).toEqual(SUBSTITUTES);
    expect(said).toEqual([]);
  });

  it("on PATH serves as it is, in the version that it tells", async () => {
    const told = await executable(join(root, "bin", "pulumi-resource-azuread"), "#!/bin/sh\necho 6.10.0\n");
    const [azuread] = await find({ PATH: `${join(root, "bin")}:/usr/bin:/bin` });
    expect(azuread).toEqual({ name: "azuread", version: "6.9.1", origin: "6.10.0 from PATH", words: [told] });
    await executable(told, "#!/bin/sh\nexit 1\n");
    const [untold] = await find({ PATH: `${join(root, "bin")}:/usr/bin:/bin` });
    expect(untold).toEqual({ ...azuread, origin: "unknown version from PATH" });
  });

  it("in the user's own Pulumi home serves from there and is left alone", async () => {
    const theirs = await executable(join(root, "user/plugins/resource-random-v4.21.2/pulumi-resource-random"), "real");
    const [, random] = await find();
    expect(random).toEqual({ ...SUBSTITUTES[1], origin: "4.21.2 from your Pulumi home", words: [theirs] });
    expect(await readdir(join(theirs, ".."))).toEqual(["pulumi-resource-random"]);
    await rm(join(root, "user"), { recursive: true });
    expect(await origins()).toEqual([SUBSTITUTE, SUBSTITUTE]);
  });

  it("takes the place of the substitute as soon as it is installed", async () => {
    expect(await origins()).toEqual([SUBSTITUTE, SUBSTITUTE]);
    await executable(join(root, "user/plugins/resource-random-v4.21.2/pulumi-resource-random"), "real");
    expect(await origins()).toEqual([SUBSTITUTE, "4.21.2 from your Pulumi home"]);
  });

  it("is not what an earlier run laid into a home of this project", async () => {
    const home = join(root, ".dev/home/0123456789ab");
    await executable(join(home, "plugins/resource-random-v4.21.2/pulumi-resource-random"), "launcher");
    expect(await origins({ PULUMI_HOME: home })).toEqual([SUBSTITUTE, SUBSTITUTE]);
  });

  it("half installed, or of another version, is not taken from the user's home", async () => {
    await executable(join(root, "user/plugins/resource-azuread-v6.9.1/pulumi-resource-azuread"), "half");
    await writeFile(join(root, "user/plugins/resource-azuread-v6.9.1.partial"), "");
    await executable(join(root, "user/plugins/resource-random-v4.21.1/pulumi-resource-random"), "older");
    expect(await origins()).toEqual([SUBSTITUTE, SUBSTITUTE]);
  });

  it("is downloaded by the engine into a home for nothing else, once", async () => {
    const command = await executable(
      join(root, "engine"),
      '#!/bin/sh\nset -e\n[ "$1 $2 $3 $6" = "plugin install resource --exact" ]\n' +
        'd="$PULUMI_HOME/plugins/resource-$4-v$5"\nmkdir -p "$d"\necho "$4" > "$d/pulumi-resource-$4"\n' +
        'chmod 755 "$d/pulumi-resource-$4"\n',
    );
    engine = { ...engine, command };
    const [azuread] = await find();
    const file = join(root, ".dev/downloads/plugins/resource-azuread-v6.9.1/pulumi-resource-azuread");
    expect(azuread).toEqual({ ...SUBSTITUTES[0], origin: "6.9.1 official download", words: [file] });
    expect(said).toHaveLength(2);
    expect(await origins()).toEqual(["6.9.1 official download", "4.21.2 official download"]);
    expect(said).toHaveLength(2);
  });

  it("forced to be the substitute goes before a real one on PATH", async () => {
    await executable(join(root, "bin", "pulumi-resource-azuread"), "#!/bin/sh\nexit 1\n");
    const env = { PATH: `${join(root, "bin")}:/usr/bin:/bin`, ESIA_PLUGINS: "substitute" };
    expect(await find(env)).toEqual(SUBSTITUTES);
  });

  it("is refused when ESIA_PLUGINS has an unknown value", async () => {
    await expect(find({ ESIA_PLUGINS: "real" })).rejects.toThrow('ESIA_PLUGINS is "real"');
  });
});

it.each([
  ["azuread", "linux", false],
  ["random", "linux", false],
  // There Go trusts no certificate that an environment variable names.
  ["azuread", "darwin", true],
  ["azuread", "win32", true],
  ["random", "darwin", false],
  ["random", "win32", false],
] as const)("%s on %s is the substitute alone: %s", (name, platform, only) => {
  expect(onlySubstitute(name, platform)).toBe(only);
  expect(onlySubstitute(name, platform, "substitute")).toBe(true);
});

it.each(["real", "Substitute", "none"])("ESIA_PLUGINS=%s is refused", (word) => {
  expect(() => onlySubstitute("random", "linux", word)).toThrow(
    `ESIA_PLUGINS is "${word}"; it can be substitute, or be left unset.`,
  );
});

it("remembers a failed download for a day and no longer", async () => {
  const marker = join(root, "marker");
  expect(failedLately(marker)).toBe(false);
  await writeFile(marker, "no network");
  expect(failedLately(marker, Date.now() + 23 * 3_600_000)).toBe(true);
  expect(failedLately(marker, Date.now() + 25 * 3_600_000)).toBe(false);
});
