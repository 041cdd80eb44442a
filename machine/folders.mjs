import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const PROJECT_FOLDER = join(dirname(fileURLToPath(import.meta.url)), "..");

/** The git-ignored folder for all that is fetched, built and made here. */
export const DEV_FOLDER = join(PROJECT_FOLDER, ".dev");
