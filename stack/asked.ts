/** What the operator asks for besides keys, decided before the tenant is asked anything. Pure: imports no Pulumi. */
import type { Cloud } from "../microsoft/clouds.ts";
import { credentialsInClear } from "../operator/credentials.ts";
import { type NamesPlan, planNames, type Start } from "../reports/before-a-run.ts";
import { readSettings, type Settings } from "../settings.ts";
import { requireOwnApplication } from "./adopting.ts";
import type { Command } from "./command.ts";

export interface Asked {
  settings: Settings;
  warnings: string[];
  reports: NamesPlan;
}

/**
 * @param config the whole configuration, by full key
 * @param about whether Pulumi keeps the value of a key encrypted, and words of its command line as a command for this stack
 * @throws Error with a sentence for each problem, a line each: a setting, a cloud without a switch for names
 */
export function askedFor(
  config: Readonly<Record<string, string>>,
  cloud: Cloud,
  held: Start["held"],
  { isSecret, command }: { isSecret: (key: string) => boolean; command: Command },
): Asked {
  const { settings, warnings } = readSettings(config, command);
  requireOwnApplication(settings.adopt, held, command);
  return {
    settings,
    warnings: [...warnings, ...credentialsInClear(config, isSecret, command).map(({ why, next }) => `${why} ${next}`)],
    reports: planNames({ asked: settings.showNamesInReports, cloud, config, held, command }),
  };
}
