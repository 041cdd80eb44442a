/** `npm run -s sbom`: a bill of materials of what runs against a tenant. Asks no network. */
import { CannotRun, endWith } from "../machine/cannot-run.mjs";
import { PROJECT_FOLDER } from "../machine/folders.mjs";
import { npmCommand } from "../machine/npm.mjs";
import { lastLines, runProgram } from "../machine/run-program.mjs";
import { engineVersion } from "../machine/versions.ts";
import own from "../package.json" with { type: "json" };
import { readArguments, USAGE } from "./sbom/arguments.ts";
import { type Bill, ofARun } from "./sbom/bill.ts";

async function main(args: readonly string[]): Promise<number> {
  if (readArguments(args).help) {
    console.log(USAGE);
    return 0;
  }
  const words = ["sbom", "--sbom-format", "cyclonedx", "--package-lock-only"];
  const npm = npmCommand(process.env, process.execPath, words);
  const [{ code, stdout, stderr }, pulumi] = await Promise.all([
    runProgram(npm.command, npm.args, { cwd: PROJECT_FOLDER, shell: npm.shell }),
    runProgram("pulumi", ["version"], { env: { ...process.env, PULUMI_SKIP_UPDATE_CHECK: "true" }, timeout: 30_000 }),
  ]);
  if (code !== 0) throw new CannotRun(`npm makes no bill of materials (npm 10 or newer does): ${lastLines(stderr)}`);
  const bill: Bill = JSON.parse(stdout);
  console.log(JSON.stringify(ofARun(bill, own.name, engineVersion(pulumi.stdout)), null, 2));
  return 0;
}

await endWith(() => main(process.argv.slice(2)));
