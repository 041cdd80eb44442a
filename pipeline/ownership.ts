/**
 * How the pipeline comes to own ESIA's application. azuread takes every other owner away where `owners` is declared, and with
 * the first change of it at once (terraform-provider-azuread, application_resource.go), so it is declared only where nobody
 * else can be among them, or where the operator declares them anyway. Pure: imports no Pulumi.
 */
import { NAMES } from "../stack/names.ts";

interface Held {
  name: string;
  outputs: Readonly<Record<string, unknown>>;
}

export interface Ownership {
  /**
   * "named" among the application's `owners`; "beside" them, by a resource of its own, where an application is there
   * already and its owners are nobody's business here.
   */
  how: "named" | "beside";
  /** Whether this run takes away owners that were added by hand. */
  takesOthersAway: boolean;
}

/**
 * @param owners esia:owners
 * @param held what the state holds
 */
export function ownership(owners: readonly string[], held: readonly Held[]): Ownership {
  const outputs = (logical: string) => held.find(({ name }) => name === logical)?.outputs;
  const application = outputs(NAMES.application);
  if (!application) return { how: "named", takesOthersAway: false };
  const known = (Array.isArray(application["owners"]) ? application["owners"] : []).map(String);
  const pipeline = outputs(NAMES.pipelinePrincipal)?.["objectId"];
  const beside = outputs(NAMES.pipelineOwnership) !== undefined;
  const named = !beside && typeof pipeline === "string" && known.includes(pipeline);
  if (owners.length === 0) return { how: named ? "named" : "beside", takesOthersAway: false };
  return { how: "named", takesOthersAway: !named };
}

/** Said by the run that makes the identity: what whoever can run its pipeline can do from then on. */
export const MAKES_PIPELINE =
  "This run makes the pipeline's identity. It can make keys of ESIA's application and read with them what ESIA reads, change " +
  "or delete that application, and make new applications of its own; it can grant nothing and touch no other application. " +
  "Whoever can run the pipeline can do the same: let reviewers guard its environment.";

/** Said of a run that takes owners away. */
export const TAKES_OWNERS_AWAY =
  "esia:owners is set, so with the pipeline among the owners this run takes away those that were added by hand: name them " +
  "in esia:owners first.";
