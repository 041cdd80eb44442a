/** What a run decides about names in usage reports before it changes anything. Pure. */

import type { Cloud } from "../microsoft/clouds.ts";
import { guid } from "../microsoft/guid.ts";
import type { Command } from "../stack/command.ts";
import { NAMES } from "../stack/names.ts";
import { textIn } from "../stack/text-in.ts";
import type { Last } from "./found.ts";
import type { Names } from "./names.ts";
import { operatorSettings } from "./operator-settings.ts";

/** What a run knows at its start. */
export interface Start {
  /** esia:showNamesInReports */
  asked: boolean;
  cloud: Cloud;
  /** The whole configuration, by full key. */
  config: Readonly<Record<string, string>>;
  /** What the state holds. */
  held: readonly { name: string; outputs: Readonly<Record<string, unknown>> }[];
  /** Puts words of Pulumi's command line into a command for this stack, in quotes. */
  command: Command;
}

/** What is declared so that names are shown. */
export interface Showing {
  /** How the resources sign in. */
  operator: Record<string, string>;
  last: Last;
  /** What a state of 1.0.0 holds of what was found, as long as nothing else keeps it. */
  handedOver: Names | undefined;
  /** The tenant's GUID, where the state holds it; 1.0.0's may hold a domain. */
  tenantId: string | undefined;
}

export interface NamesPlan {
  /** Undefined when names are not to be shown. */
  showing: Showing | undefined;
  /** The one line of the run; undefined when names are none of its business. */
  line: { severity: "info" | "warn"; text: string } | undefined;
}

/** @throws Error with a sentence when the stack asks for names and cannot have them */
export function planNames({ asked, cloud, config, held, command }: Start): NamesPlan {
  const { shows, keeps } = namesIn(held);
  const line = namesLine(asked, shows !== undefined || keeps !== undefined, shows?.["names"]);
  if (!asked) return { showing: undefined, line };
  requireReportSettings(cloud, command);
  return { showing: { operator: operatorSettings(config, command), ...remembered(shows, keeps) }, line };
}

/**
 * What a run declares that leaves names as the state has them.
 * @returns undefined when the state shows none
 */
export function namesAsHeld(held: Start["held"]): (Showing & { tenantId: string }) | undefined {
  const { shows, keeps } = namesIn(held);
  if (!shows) return undefined;
  const before = remembered(shows, keeps);
  const operator = (shows["operator"] ?? {}) as Record<string, string>;
  return { operator, ...before, tenantId: before.tenantId ?? textIn(shows["tenantId"]) };
}

function namesIn(held: Start["held"]): { shows: HeldOutputs | undefined; keeps: HeldOutputs | undefined } {
  const outputs = (logical: string) => held.find(({ name }) => name === logical)?.outputs;
  return { shows: outputs(NAMES.reports), keeps: outputs(NAMES.reportsFound) };
}

function remembered(shows: HeldOutputs | undefined, keeps: HeldOutputs | undefined): Omit<Showing, "operator"> {
  return {
    last: lastOf(shows, keeps),
    handedOver: keeps === undefined ? (shows?.["found"] as Names | undefined) : undefined,
    tenantId: guid(keeps?.["tenantId"]) ?? guid(shows?.["tenantId"]),
  };
}

type HeldOutputs = Start["held"][number]["outputs"];

/** In a state of 1.0.0 nothing keeps what was found, and nothing is numbered. */
function lastOf(shows: HeldOutputs | undefined, keeps: HeldOutputs | undefined): Last {
  if (shows === undefined || shows["look"] !== keeps?.["look"]) return "unfinished";
  if (shows["names"] === "hidden") return "hidden";
  return shows["names"] === "shown" && shows["problem"] === "" ? "shown" : "unfinished";
}

/** @throws Error for a cloud without the address ("National cloud deployments" of "Update adminReportSettings": global only) */
function requireReportSettings({ usageReports }: Cloud, command: Command): void {
  if (usageReports) return;
  throw new Error(
    "esia:showNamesInReports works in Microsoft's global cloud only: others have no address to change it by. " +
      `${command("config rm esia:showNamesInReports")}, and set it by hand in the Microsoft 365 admin centre.`,
  );
}

/**
 * @param before whether the state has to do with names
 * @param names what it says of them
 */
function namesLine(asked: boolean, before: boolean, names: unknown): NamesPlan["line"] {
  if (!asked) {
    const text =
      "Names in usage reports: this run hides them again if this stack found them hidden, no other ESIA stack shows them " +
      "and nobody changed the setting since; it says which.";
    return before ? { severity: "info", text } : undefined;
  }
  const shown = names === "shown";
  return {
    severity: shown ? "info" : "warn",
    text:
      `Names in usage reports: this run ${shown ? "keeps them shown" : "shows them"}, of users, groups and sites, in everybody's ` +
      "reports of this tenant. They are personal data: consult your data protection officer first.",
  };
}
