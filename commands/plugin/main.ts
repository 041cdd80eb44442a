/** The plugin itself: what `npm run plugin` bundles into one file. */
import { CannotRun } from "../../machine/cannot-run.mjs";
import { UNKNOWN } from "../../machine/plugin-line.mjs";
import { type Endpoints, endpointsOf } from "../../microsoft/endpoints.ts";
import about from "../../package.json" with { type: "json" };
import { fromEnvironment, type Given } from "../verify/given-values.ts";
import type { Target } from "../verify/target.ts";
import { withoutKey } from "../verify/without-key.ts";
import { type Arguments, HELP, readArguments } from "./arguments.ts";
import { endWithVerdict } from "./end.ts";
import { look } from "./look.ts";
import { valuesIn } from "./values-file.ts";
import { type Verdict, verdict } from "./verdict.ts";

/** What must never be printed, once it is known. */
let key = "";

async function check(given: Arguments): Promise<Verdict> {
  const { file, cloud, gcc, thresholds } = given;
  const values = file === undefined ? fromEnvironment(process.env) : await valuesIn(file);
  if (!values) {
    throw new CannotRun(
      "give --file FILE with the three values, or set ESIA_TENANT_ID, ESIA_CLIENT_ID, ESIA_CLIENT_SECRET",
    );
  }
  key = values.values.clientSecret;
  const found = await look(targetOf(values, cloud, gcc), { today: new Date() });
  const holder = file === undefined ? "the environment" : "this file";
  return verdict(found, thresholds, { holder, stack: undefined, older: false });
}

function targetOf({ values }: Given, environment: string | undefined, gcc: boolean): Target {
  return {
    values,
    key: "given",
    older: false,
    stack: undefined,
    consent: "program",
    omit: [],
    showsNames: undefined,
    endpoints: endpointsOrRefusal(environment, gcc),
  };
}

function endpointsOrRefusal(environment: string | undefined, gcc: boolean): Endpoints {
  const value = process.env["ARM_METADATA_HOSTNAME"];
  try {
    return endpointsOf({ environment, metadataHost: { value, from: "ARM_METADATA_HOSTNAME" }, gcc });
  } catch (refusal) {
    // Its words are a stack's; here the same names are an option's.
    throw new CannotRun((refusal as Error).message.replaceAll("azuread:environment", "--cloud"));
  }
}

function main(args: readonly string[]): Promise<void> | void {
  const asks = (...names: string[]) => args.some((arg) => names.includes(arg));
  if (asks("-h", "--help", "-V", "--version")) {
    console.log(asks("-h", "--help") ? HELP : `esia-microsoft-365 ${about.version}`);
    // "Development Guidelines", return codes: what is no check is unknown.
    process.exitCode = UNKNOWN;
    return;
  }
  return endWithVerdict(
    () => {
      const given = readArguments(args);
      return { timeout: given.timeout, work: () => check(given) };
    },
    (text) => withoutKey(text, key),
  );
}

void main(process.argv.slice(2));
