import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Engine } from "../../dev/engine/engine.ts";
import { findPlugins } from "../../dev/engine/find-plugins.ts";
import { failedLately } from "../../dev/engine/plugin-download.ts";

const NOWHERE = "http://127.0.0.1:1/";
let root: string;
let said: string[];
let engine: Engine;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "plugins-"));
  said = [];
  engine = {
    command: join(root, "no-engine"),
    version: "3.259.0",
    origin: "build",
    languageHost: "substitute",
    folders: [],
  };
});
afterEach(() => rm(root, { recursive: true }));

async function executable(path: string, text: string): Promise<string> {
  await mkdir(join(path, ".."), { recursive: true });
  await writeFile(path, text);
  await chmod(path, 0o755);
  return path;
}

function find(env: NodeJS.ProcessEnv = {}) {
  const progress = { say: (line: string) => said.push(line), update: () => {} };
  const clean = { PATH: "/usr/bin:/bin", PULUMI_HOME: join(root, "user"), ...env };
  return findPlugins({ engine, dev: join(root, ".dev"), env: clean, progress, address: NOWHERE });
}

const place = (name: string) => join(root, ".dev", "home", "plugins", name);
const launcher = (name: string) =>
  readFile(join(place(name), name.replace(/-v.*/, "").replace(/^/, "pulumi-")), "utf8");

// Shell scripts play the plugins, and macOS takes the azuread substitute in any case.
describe.skipIf(process.platform !== "linux")("a plugin", () => {
  it("that cannot be downloaded is this project's substitute, in this project's Pulumi home", async () => {
    expect(await find()).toEqual([
      { name: "azuread", version: "6.9.1", origin: "substitute", real: false, folders: [] },
      { name: "random", version: "4.21.2", origin: "substitute", real: false, folders: [] },
    ]);
    expect(await launcher("resource-azuread-v6.9.1")).toContain("/dev/engine/plugins/azuread.ts'");
    expect(await launcher("resource-random-v4.21.2")).toContain("/dev/engine/plugins/random.ts'");
    expect(said).toContain(
      "No download of the azuread plugin, tried again in a day: 127.0.0.1:1 could not be reached (bad port)",
    );
  });

  it("that could not be downloaded is not tried again at the next start", async () => {
    await find();
    said = [];
    await find();
    expect(said).toEqual([]);
  });

  it("on PATH serves as it is, and says unknown when it does not tell its version", async () => {
    await executable(join(root, "bin", "pulumi-resource-azuread"), "#!/bin/sh\nexit 1\n");
    const [azuread] = await find({ PATH: `${join(root, "bin")}:/usr/bin:/bin` });
    expect(azuread).toEqual({ name: "azuread", origin: "PATH", version: undefined, real: true, folders: [] });
  });

  it("in the user's own Pulumi home is copied and left alone", async () => {
    const theirs = await executable(join(root, "user/plugins/resource-random-v4.21.2/pulumi-resource-random"), "real");
    const [, random] = await find();
    expect(random).toEqual({ name: "random", version: "4.21.2", origin: "installed", real: true, folders: [] });
    expect(await launcher("resource-random-v4.21.2")).toBe("real");
    expect(await readdir(join(theirs, ".."))).toEqual(["pulumi-resource-random"]);
    await rm(join(root, "user"), { recursive: true });
    expect((await find())[1]).toMatchObject({ origin: "installed", real: true });
  });

  it("takes the place of the substitute as soon as it is installed", async () => {
    expect((await find())[1]).toMatchObject({ origin: "substitute" });
    await executable(join(root, "user/plugins/resource-random-v4.21.2/pulumi-resource-random"), "real");
    expect((await find())[1]).toMatchObject({ origin: "installed" });
    expect(await launcher("resource-random-v4.21.2")).toBe("real");
  });

  it("half installed, or of another version, is not taken from the user's home", async () => {
    await executable(join(root, "user/plugins/resource-azuread-v6.9.1/pulumi-resource-azuread"), "half");
    await writeFile(join(root, "user/plugins/resource-azuread-v6.9.1.partial"), "");
    await executable(join(root, "user/plugins/resource-random-v4.21.1/pulumi-resource-random"), "older");
    expect((await find()).map(({ origin }) => origin)).toEqual(["substitute", "substitute"]);
  });

  it("is downloaded by the engine into a home of its own, moved into place, and kept", async () => {
    engine = {
      ...engine,
      command: await executable(
        join(root, "engine"),
        '#!/bin/sh\nset -e\n[ "$1 $2 $3" = "plugin install resource" ]\nd="$PULUMI_HOME/plugins/resource-$4-v$5"\n' +
          'mkdir -p "$d"\necho "$4" > "$d/pulumi-resource-$4"\n',
      ),
    };
    // A proxy is the engine's business: the address is not asked first.
    expect((await find({ HTTPS_PROXY: "http://127.0.0.1:1" })).map(({ origin }) => origin)).toEqual([
      "download",
      "download",
    ]);
    expect((await readdir(place("resource-azuread-v6.9.1"))).sort()).toEqual(["origin.txt", "pulumi-resource-azuread"]);
    expect((await find()).map(({ origin }) => origin)).toEqual(["download", "download"]);
  });

  it("forced to be the substitute goes before a real one on PATH", async () => {
    await executable(join(root, "bin", "pulumi-resource-azuread"), "#!/bin/sh\nexit 1\n");
    const env = { PATH: `${join(root, "bin")}:/usr/bin:/bin`, ESIA_PLUGINS: "substitute" };
    expect(await find(env)).toEqual([
      {
        name: "azuread",
        version: "6.9.1",
        origin: "substitute",
        real: false,
        folders: [join(root, ".dev/substitutes")],
      },
      { name: "random", version: "4.21.2", origin: "substitute", real: false, folders: [] },
    ]);
  });

  it("is refused when ESIA_PLUGINS has an unknown value", async () => {
    await expect(find({ ESIA_PLUGINS: "real" })).rejects.toThrow('ESIA_PLUGINS is "real"');
  });
});

it("remembers a failed download for a day and no longer", async () => {
  const marker = join(root, "marker");
  expect(await failedLately(marker)).toBe(false);
  await writeFile(marker, "no network");
  expect(await failedLately(marker, Date.now() + 23 * 3_600_000)).toBe(true);
  expect(await failedLately(marker, Date.now() + 25 * 3_600_000)).toBe(false);
});
