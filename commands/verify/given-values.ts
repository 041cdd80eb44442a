/** The three values where a person or a script gives them: the environment, or standard input. Pure. */
import { CannotRun } from "../../machine/cannot-run.mjs";
import type { Values } from "./values.ts";

const VARIABLES = {
  tenantId: "ESIA_TENANT_ID",
  clientId: "ESIA_CLIENT_ID",
  clientSecret: "ESIA_CLIENT_SECRET",
} as const;
const NAMES = Object.keys(VARIABLES) as (keyof Values)[];

/**
 * @returns the values of ESIA_TENANT_ID, ESIA_CLIENT_ID and ESIA_CLIENT_SECRET; undefined when none of them is set
 * @throws CannotRun when only some are set
 */
export function fromEnvironment(env: NodeJS.ProcessEnv): Values | undefined {
  const missing = NAMES.filter((name) => !env[VARIABLES[name]]);
  if (missing.length === NAMES.length) return undefined;
  if (missing.length > 0) {
    throw new CannotRun(
      `Of the three variables ${Object.values(VARIABLES).join(", ")} only some are set: ` +
        `${missing.map((name) => VARIABLES[name]).join(" and ")} ${missing.length > 1 ? "are" : "is"} missing. ` +
        "Set all three, or none to take the stack's outputs.",
    );
  }
  return Object.fromEntries(NAMES.map((name) => [name, env[VARIABLES[name]]])) as unknown as Values;
}

/**
 * @param text a JSON object with tenantId, clientId and clientSecret (others are ignored), as
 *   `pulumi stack output --json --show-secrets` prints it, or three lines in ESIA's order: Tenant ID, Client ID, key
 * @throws CannotRun when it is neither; nothing of the text is repeated
 */
export function fromStandardInput(text: string): Values {
  const lines = text.split(/\r?\n/).filter((line) => line !== "");
  if (!text.trimStart().startsWith("{") && lines.length === 3) {
    const [tenantId = "", clientId = "", clientSecret = ""] = lines;
    return { tenantId, clientId, clientSecret };
  }
  try {
    const { tenantId, clientId, clientSecret } = JSON.parse(text);
    const values = { tenantId, clientId, clientSecret };
    if (Object.values(values).every((value) => typeof value === "string")) return values;
  } catch {
    // Said below: a message of JSON.parse would repeat a part of the text.
  }
  throw new CannotRun(
    "Standard input must hold the three values: a JSON object with tenantId, clientId and clientSecret, or three lines " +
      "(Tenant ID, Client ID, key).",
  );
}
