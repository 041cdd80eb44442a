/** `npm run doctor`: looks at machine, stack, sign-in and tenant before a run touches anything. Never writes. */

import { endWith } from "../machine/cannot-run.mjs";
import { say } from "../machine/progress.mjs";
import { readArguments, USAGE } from "./doctor/arguments.ts";
import { doctor } from "./doctor/doctor.ts";
import { exitCode, renderTable, reportJson } from "./rows/report.ts";
import { surroundingsOf } from "./stack/surroundings.ts";

async function main(args: readonly string[]): Promise<number> {
  const { stack: named, json, help } = readArguments(args);
  if (help) {
    console.log(USAGE);
    return 0;
  }
  const { env, ask, ca, close } = await surroundingsOf(named);
  try {
    const { stack, rows } = await doctor({ stack: named, env, ca, pulumi: ask, say });
    console.log(json ? reportJson("doctor", stack, rows) : renderTable(rows, process.stdout.columns ?? 80));
    return exitCode(rows);
  } finally {
    await close();
  }
}

await endWith(() => main(process.argv.slice(2)));
