import { createHash } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { findOnPath, pathOf } from "../../machine/on-path.mjs";
import { ENGINE_VERSION } from "../../machine/versions.ts";
import { makeWhole } from "../../machine/whole-folder.mjs";
import type { Plugin } from "./find-plugins.ts";
import { launcherName, launcherText } from "./launcher.ts";

const LANGUAGE_HOST = join(import.meta.dirname, "..", "stand-ins", "language-host", "language-host.ts");

/**
 * Makes the Pulumi home of a run: a launcher for each plugin that is to serve, wherever that is, so that the engine finds
 * it and no other. To them belong the Node language host and the provider of dynamic resources, which an engine built
 * from modules lacks; those that lie beside the engine, as in Pulumi's own download, it takes before.
 *
 * @param dev the project's git-ignored folder
 * @param env PATH is read from it
 * @returns the home; another one for each choice, so that no run changes another one's
 */
export async function pulumiHome(
  plugins: readonly Plugin[],
  dev: string,
  env: NodeJS.ProcessEnv = process.env,
): Promise<string> {
  const node = (name: string, file: string) => {
    const official = findOnPath(name, pathOf(env));
    return official ? [official] : [process.execPath, file];
  };
  const dynamicProvider = createRequire(import.meta.url).resolve("@pulumi/pulumi/cmd/dynamic-provider");
  const launchers = [
    ...plugins.map(({ name, version, words }) => launcher("resource", name, version, words)),
    launcher("language", "nodejs", ENGINE_VERSION, node("pulumi-language-nodejs", LANGUAGE_HOST)),
    launcher("resource", "pulumi-nodejs", ENGINE_VERSION, node("pulumi-resource-pulumi-nodejs", dynamicProvider)),
  ];
  const choice = createHash("sha256").update(JSON.stringify(launchers)).digest("hex").slice(0, 12);
  const home = join(dev, "home", choice);
  await makeWhole(home, async (folder) => {
    for (const { file, text } of launchers) {
      mkdirSync(dirname(join(folder, file)), { recursive: true });
      writeFileSync(join(folder, file), text, { mode: 0o755 });
    }
  });
  return home;
}

/** The place is the one in which the engine looks for an installed plugin of that version. */
function launcher(kind: string, name: string, version: string, words: readonly string[]) {
  const file = join("plugins", `${kind}-${name}-v${version}`, launcherName(`pulumi-${kind}-${name}`));
  return { file, text: launcherText(words) };
}
