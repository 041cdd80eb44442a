import type { Engine } from "./find-engine.ts";
import type { Plugin } from "./find-plugins.ts";

const ENGINE: Record<Engine["origin"], string> = {
  PATH: "from PATH",
  download: "official download",
  build: "built from Go modules",
};

const PLUGIN: Record<Exclude<Plugin["origin"], "substitute">, string> = {
  PATH: "from PATH",
  installed: "from your Pulumi home",
  download: "official download",
};

/** The one line that says which engine and providers serve a run. */
export function servedBy(engine: Engine, plugins: readonly Plugin[]): string {
  const parts = plugins.map(({ name, origin, version }) => {
    if (origin === "substitute") return `${name}: substitute of this project`;
    return `${name}: ${version ?? "unknown version"} ${PLUGIN[origin]}`;
  });
  return `${[`Engine: Pulumi ${engine.version} (${ENGINE[engine.origin]})`, ...parts].join("; ")}.`;
}
