/** The stack's keys by the program's own rules: what a run today would do with them, or refuse. Pure. */
import type { Temporal } from "temporal-polyfill";
import { heldSecrets } from "../../keys/held.ts";
import { keyLife, keyNews, type Line } from "../../keys/life.ts";
import { planSecrets } from "../../keys/plan.ts";
import { readKeyRules } from "../../settings.ts";
import { lastSecretNumber } from "../../stack/as-held.ts";
import { pulumiCommand } from "../../stack/command.ts";
import type { Row } from "../rows/report.ts";
import type { StackState } from "./stack-state.ts";

const CHECK = "Keys";

/** What a run today does, where it can be known. */
export interface KeyFindings {
  rows: Row[];
  /** Key ids that it removes. */
  removed: string[];
}

/**
 * @param config the stack's configuration by full key, with Pulumi.yaml's defaults
 * @returns no row where the settings of the keys cannot be read: the settings' row says that
 */
export function keyFindings(
  { held }: Pick<StackState, "held">,
  config: Readonly<Record<string, string>>,
  today: Temporal.PlainDate,
  stack: string,
): KeyFindings {
  const command = (words: string) => pulumiCommand(words, stack);
  let rules: ReturnType<typeof readKeyRules>;
  try {
    rules = readKeyRules(config, command);
  } catch {
    return { rows: [], removed: [] };
  }
  try {
    const secrets = heldSecrets(held, today, command);
    const plan = planSecrets(secrets, rules, today, { lastNumber: lastSecretNumber(held), command });
    const life = keyLife(secrets, today);
    const news = keyNews(secrets, plan, today, command);
    return {
      rows: [...(life ? [rowOf(life)] : []), rowOf(news), ...plan.notes.map((note) => noteRow(note))],
      removed: plan.removed.map(({ secret }) => secret.keyId),
    };
  } catch (refusal) {
    return { rows: [{ check: CHECK, result: "fail", detail: (refusal as Error).message }], removed: [] };
  }
}

function rowOf({ severity, text }: Line): Row {
  return {
    check: CHECK,
    result: severity === "warn" ? "warn" : "pass",
    detail: text.replaceAll("This run", "A run today"),
  };
}

/** What a run that is due ignores would end every other run. */
function noteRow({ id, severity, text }: Line & { id: string }): Row {
  if (id === "ask-ignored") return { check: CHECK, result: "fail", detail: text.replaceAll("this run", "a run today") };
  return rowOf({ severity, text });
}
