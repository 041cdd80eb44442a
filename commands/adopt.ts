/** `npm run adopt`: what exists in the tenant for a stack, and how the stack takes it over. Reads only, without `--yes`. */

import { endWith } from "../machine/cannot-run.mjs";
import { adopt } from "./adopt/adopt.ts";
import { readArguments, USAGE } from "./adopt/arguments.ts";
import { exitCode, renderTable, reportJson } from "./rows/report.ts";
import { surroundingsOf } from "./stack/surroundings.ts";

async function main(args: readonly string[]): Promise<number> {
  const { help, json, ...asked } = readArguments(args);
  if (help) {
    console.log(USAGE);
    return 0;
  }
  const { env, ask, ca, close } = await surroundingsOf(asked.stack);
  try {
    const rows = await adopt({ ...asked, env, ca, pulumi: ask, say: (line) => console.error(line) });
    console.log(json ? reportJson("adopt", asked.stack, rows) : renderTable(rows, process.stdout.columns ?? 80));
    return exitCode(rows);
  } finally {
    await close();
  }
}

await endWith(() => main(process.argv.slice(2)));
