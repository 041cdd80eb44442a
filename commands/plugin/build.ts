/** Makes the plugin's two files. */
import { chmod, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { rolldown } from "rolldown";
import { LEAST_NODE, oldNodeCheck } from "./old-node.ts";
import { wrapperText } from "./wrapper.ts";

export const WRAPPER = "esia-microsoft-365";
export const BUNDLE = "esia-microsoft-365.cjs";

/**
 * Bundles the plugin with all that it imports, so that it needs nothing but Node.
 * @param folder is made where it is missing; files of these names in it are replaced
 * @returns the bundled file's size in bytes
 */
export async function buildPlugin(folder: string): Promise<number> {
  const bundle = await rolldown({
    input: join(import.meta.dirname, "main.ts"),
    platform: "node",
    // Not for Node 12 to run, but for it to read, and so to come to the sentence at the beginning.
    transform: { target: "node12" },
    logLevel: "warn",
  });
  try {
    const { output } = await bundle.generate({ format: "cjs", codeSplitting: false, banner: oldNodeCheck() });
    const [{ code }] = output;
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, BUNDLE), code);
    await writeFile(join(folder, WRAPPER), wrapperText(BUNDLE, LEAST_NODE));
    await chmod(join(folder, WRAPPER), 0o755);
    return Buffer.byteLength(code);
  } finally {
    await bundle.close();
  }
}
