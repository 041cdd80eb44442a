/** Puts a target together: the values, and what the stack's settings say about cloud, consent and roles. */

import { CannotRun } from "../../machine/cannot-run.mjs";
import { type CloudSettings, type Endpoints, endpointsOf } from "../../microsoft/endpoints.ts";
import { readSome } from "../../settings.ts";
import { pulumiCommand } from "../../stack/command.ts";
import type { Exported } from "../../stack/exported.ts";
import { type AskPulumi, type Config, readConfig } from "../stack/ask.ts";
import { readValues, valuesIn } from "./stack-values.ts";
import type { Target } from "./target.ts";
import type { Values } from "./values.ts";

export interface Wanted {
  stack: string | undefined;
  /** Values that somebody gave, and where, in place of the stack's outputs. */
  given?: { values: Values; from: string } | undefined;
  /** Which key is proved in place of the newest: the previous one, or one by its number. */
  previous?: boolean;
  number?: number | undefined;
  gcc?: boolean;
  /** The stack's export with its secrets, where it was read before. */
  exported?: Exported | undefined;
  /** ARM_ENVIRONMENT and ARM_METADATA_HOSTNAME stand in for settings that the stack does not have. */
  env: NodeJS.ProcessEnv;
  ask: AskPulumi;
}

/**
 * @throws CannotRun when there is neither a stack nor values, `pulumi` cannot read the stack, or the cloud is unknown
 */
export async function targetOf(wanted: Wanted): Promise<Target> {
  const { stack, given, previous = false, number, gcc = false, exported, env, ask } = wanted;
  if (stack === undefined && !given) {
    throw new CannotRun(
      "Nothing to verify: name a stack with --stack NAME, or give the three values by ESIA_TENANT_ID, ESIA_CLIENT_ID and " +
        "ESIA_CLIENT_SECRET, or on standard input with --stdin.",
    );
  }
  if ((previous || number !== undefined) && (given || stack === undefined)) {
    const option = previous ? "--previous" : "--key";
    throw new CannotRun(`${option} takes the key from the stack's state, so it goes with --stack alone.`);
  }
  const config: Config = stack === undefined ? {} : await readConfig(stack, ask, { secrets: false });
  const endpoints = endpointsOrRefusal({
    environment: config["azuread:environment"] || env["ARM_ENVIRONMENT"],
    metadataHost: config["azuread:metadataHost"]
      ? { value: config["azuread:metadataHost"], from: "azuread:metadataHost" }
      : { value: env["ARM_METADATA_HOSTNAME"], from: "ARM_METADATA_HOSTNAME" },
    gcc,
  });
  const settings = { endpoints, ...(stack === undefined ? UNSET : settingsOf(stack, config)) };
  if (given)
    return { ...settings, values: given.values, key: `taken from ${given.from}`, older: false, stack: undefined };
  const named = stack as string;
  const which = previous ? "previous" : number;
  const values = exported ? valuesIn(exported, named, which) : await readValues(named, which, ask);
  return { ...settings, ...values, stack: named };
}

type Asked = Pick<Target, "omit" | "consent" | "showsNames">;

/** Without a stack nobody has left anything out, and who consents is not known. */
const UNSET: Asked = { omit: [], consent: "program", showsNames: undefined };

/** What the stack asks for, read as its program reads it. */
function settingsOf(stack: string, config: Config): Asked {
  const command = (words: string) => pulumiCommand(words, stack);
  try {
    const { omit, grantConsent, showNamesInReports } = readSome(
      ["omit", "grantConsent", "showNamesInReports"],
      config,
      command,
    );
    return { omit, consent: grantConsent ? "program" : "administrator", showsNames: showNamesInReports };
  } catch (refusal) {
    throw new CannotRun((refusal as Error).message, "A run would refuse it too: set it right, then verify again.");
  }
}

function endpointsOrRefusal(settings: CloudSettings): Endpoints {
  try {
    return endpointsOf(settings);
  } catch (refusal) {
    throw new CannotRun((refusal as Error).message);
  }
}
