import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const PROJECT_FOLDER = join(dirname(fileURLToPath(import.meta.url)), "..");

/** The git-ignored folder for all that is fetched, built and made here. */
export const DEV_FOLDER = join(PROJECT_FOLDER, ".dev");

/** Where Node keeps what it compiled, for the next start: inside of what `npm ci` makes anew, so it never outlives it. */
export const COMPILED_FOLDER = join(PROJECT_FOLDER, "node_modules", ".cache", "node");
