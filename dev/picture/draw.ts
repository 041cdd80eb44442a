/** `node dev/picture/draw.ts`: draws the README's picture anew from what was recorded of a run (CONTRIBUTING, "The picture"). */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { PROJECT_FOLDER } from "../../machine/folders.mjs";
import { picture } from "./svg.ts";

const folder = join(PROJECT_FOLDER, "docs", "pictures");
writeFileSync(join(folder, "first-run.svg"), picture(readFileSync(join(folder, "first-run.txt"), "utf8")));
