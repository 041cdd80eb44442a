/** What a run knows of its operator's sign-in, its tenant and its settings, for explanations. */
import { operatorEndpoints } from "../operator/login.ts";
import type { OperatorSettings } from "../operator/operator.ts";
import { type ReadFile, readProviderSettings } from "../operator/provider-settings.ts";
import { chooseWay } from "../operator/way.ts";
import type { Context } from "./kinds.ts";

/** What the program knows beside environment and configuration. */
export interface Known {
  /** The tenant that the stack belongs to, a GUID, as its state has it. */
  ownTenantId?: string | undefined;
  /** The roles that esia:omit leaves out. */
  omit?: readonly string[] | undefined;
  /** Whether the state at the start held no application. */
  made?: boolean;
}

/**
 * Pure, but for the files that settings name.
 * @param settings environment and configuration, as the azuread provider reads them
 * @returns what is known; what cannot be found out (nobody can sign in, no such cloud) is left out, and the failure's own text asked
 */
export function runContext(
  settings: Pick<OperatorSettings, "env" | "config">,
  known: Known = {},
  readFile?: ReadFile,
): Context {
  const provider = orNothing(() => readProviderSettings(settings, readFile));
  const way = provider && orNothing(() => chooseWay(provider).way);
  const graphRoot = orNothing(() => operatorEndpoints(settings).graph.root);
  // What is pinned, else what the stack belongs to; ARM_TENANT_ID says only where this shell leads.
  const secretMonths = Number(settings.config["esia:secretMonths"]);
  const tenantId = settings.config["azuread:tenantId"] || known.ownTenantId || provider?.tenantId.value;
  return {
    failed: "up",
    ...(way && { way }),
    ...(graphRoot && { graphRoot }),
    ...(tenantId && { tenantId }),
    ...(known.ownTenantId && { ownTenantId: known.ownTenantId }),
    ...(secretMonths > 0 && { secretMonths }),
    ...(known.omit && { omit: known.omit }),
    ...(known.made !== undefined && { made: known.made }),
  };
}

function orNothing<Result>(decision: () => Result): Result | undefined {
  try {
    return decision();
  } catch {
    return undefined;
  }
}
