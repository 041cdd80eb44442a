/** What a run decides about names in usage reports before it changes anything. Pure. */
import type { Cloud } from "../microsoft/clouds.ts";
import { operatorSettings } from "./operator-settings.ts";

/** The logical name of the resource: a run knows by it that an earlier one showed names. */
export const NAMES_IN_REPORTS = "names-in-reports";

/** What a run knows at its start. */
export interface Start {
  /** esia:showNamesInReports */
  asked: boolean;
  cloud: Cloud;
  /** The whole configuration, by full key. */
  config: Readonly<Record<string, string>>;
  /** What the state holds. */
  held: readonly { name: string; outputs: Readonly<Record<string, unknown>> }[];
}

export interface NamesPlan {
  /** How the resource signs in; undefined when none is to be declared. */
  operator: Record<string, string> | undefined;
  /** The one line of the run; undefined when names are none of its business. */
  line: { severity: "info" | "warn"; text: string } | undefined;
}

/** @throws Error with a sentence when the stack asks for names and cannot have them */
export function planNames({ asked, cloud, config, held }: Start): NamesPlan {
  const before = held.find(({ name }) => name === NAMES_IN_REPORTS)?.outputs["names"];
  if (asked) requireReportSettings(cloud);
  return { operator: asked ? operatorSettings(config) : undefined, line: namesLine(asked, before) };
}

/** @throws Error for a cloud without the address ("National cloud deployments" of "Update adminReportSettings": global only) */
function requireReportSettings({ usageReports }: Cloud): void {
  if (usageReports) return;
  throw new Error(
    "esia:showNamesInReports works in Microsoft's global cloud only: others have no address to change it by. " +
      "'pulumi config rm esia:showNamesInReports', and set it by hand in the Microsoft 365 admin centre.",
  );
}

/** @param before what the state says of names; undefined when it has no such resource */
function namesLine(asked: boolean, before: unknown): NamesPlan["line"] {
  if (!asked) {
    const text =
      "Names in usage reports: this run hides them again if this stack found them hidden, no other ESIA stack shows them " +
      "and nobody changed the setting since; it says which.";
    return before === undefined ? undefined : { severity: "info", text };
  }
  const shown = before === "shown";
  return {
    severity: shown ? "info" : "warn",
    text:
      `Names in usage reports: this run ${shown ? "keeps them shown" : "shows them"}, of users, groups and sites, in everybody's ` +
      "reports of this tenant. They are personal data: consult your data protection officer first.",
  };
}
