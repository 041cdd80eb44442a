/** `npm run plugin`: writes the monitoring plugin, two files that need nothing but Node. */
import { join, relative, resolve } from "node:path";
import { parseArgs } from "node:util";
import { CannotRun, endWith } from "../machine/cannot-run.mjs";
import { PROJECT_FOLDER } from "../machine/folders.mjs";
import { BUNDLE, buildPlugin, WRAPPER } from "./plugin/build.ts";
import { HELP } from "./plugin/build-help.ts";
import { LEAST_NODE } from "./plugin/old-node.ts";

async function main(args: readonly string[]): Promise<number> {
  const { help, out } = readOptions(args);
  if (help) {
    console.log(HELP);
    return 0;
  }
  const folder = out === undefined ? join(PROJECT_FOLDER, "dist", "plugin") : resolve(out);
  const bytes = await buildPlugin(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.syscall === undefined) throw error;
    throw new CannotRun(`${folder} cannot be written (${error.code}).`, "Choose another folder with --out FOLDER.");
  });
  const shown = relative(process.cwd(), folder) || ".";
  console.log(nextSteps(shown, (bytes / 1e6).toFixed(1)));
  return 0;
}

function readOptions(args: readonly string[]) {
  try {
    const options = { help: { type: "boolean", short: "h" }, out: { type: "string" } } as const;
    return parseArgs({ args: [...args], options }).values;
  } catch {
    throw new CannotRun("plugin takes --out FOLDER, and nothing else.", "The three values go into a file; see --help.");
  }
}

function nextSteps(folder: string, megabytes: string): string {
  return `Written: ${join(folder, WRAPPER)} and ${join(folder, BUNDLE)} (${megabytes} MB).
They need Node ${LEAST_NODE} on the monitoring host, and nothing else.

1. Copy both into one folder there; for ESIA's own plugins:
     scp ${join(folder, WRAPPER)} ${join(folder, BUNDLE)} HOST:/usr/local/esia/plugins/
2. Put the three values that ESIA's node has into a file there, as the user that runs
   the plugins: three lines, Tenant ID, Client ID, key. Nobody else may read it:
     (umask 077; cat > ~/esia-microsoft-365.values)
3. Test it as that user:
     /usr/local/esia/plugins/${WRAPPER} --file ~/esia-microsoft-365.values; echo $?
   One line and 0 (ok), 1 (warning), 2 (critical) or 3 (unknown): docs/plugin.md.`;
}

await endWith(() => main(process.argv.slice(2)));
