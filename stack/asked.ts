/** What the operator asks for besides keys, decided before anything is declared. Pure: imports no Pulumi. */
import type { Cloud } from "../microsoft/clouds.ts";
import { type ApiKey, type Offer, roleIds, wantedPermissions } from "../permissions.ts";
import { type NamesPlan, planNames, type Start } from "../reports/before-a-run.ts";
import { readSettings, type Settings } from "../settings.ts";

/** What a run knows when it decides. */
export interface Known {
  /** The whole configuration, by full key. */
  config: Readonly<Record<string, string>>;
  cloud: Cloud;
  held: Start["held"];
  /** What the APIs offer that the tenant has. */
  offers: Partial<Record<ApiKey, Offer>>;
  /** Says what must be done about an API that is not there, by throwing; undefined when the run makes it. */
  absent: () => void;
}

export interface Asked {
  settings: Settings;
  warnings: string[];
  reports: NamesPlan;
}

/** @throws Error with a sentence for each problem, a line each: a setting, a cloud without a switch for names, a role that is not offered */
export function askedFor({ config, cloud, held, offers, absent }: Known): Asked {
  const { settings, warnings } = readSettings(config);
  const reports = planNames({ asked: settings.showNamesInReports, cloud, config, held });
  absent();
  for (const [key, offer] of Object.entries(offers)) {
    roleIds(
      wantedPermissions(settings.omit).filter(({ api }) => api === key),
      offer,
    );
  }
  return { settings, warnings, reports };
}
