/** What a run that is signed in as the stack's pipeline leaves as the state has it, because it may not change it. Pure: imports no Pulumi. */
import { wantedPermissions } from "../permissions.ts";
import { heldPipeline } from "../pipeline/held.ts";
import type { Settings } from "../settings.ts";
import { grants } from "./as-held.ts";
import { grantName, NAMES, pipelineName } from "./names.ts";

interface HeldResource {
  type: string;
  name: string;
  outputs: Readonly<Record<string, unknown>>;
}

/** @returns what the settings ask for and the state does not have, in words that end a list; empty when it is all there */
export function leftToAdministrator(settings: Settings, held: readonly HeldResource[]): string[] {
  return [...roles(settings, held), ...owners(settings, held), ...names(settings, held), ...identity(settings, held)];
}

/**
 * A warning of such a run.
 * @param left as `leftToAdministrator` gives it, at least one
 * @param command puts words of Pulumi's command line into a command for this stack, in quotes
 */
export function leftNote(
  left: readonly string[],
  command: (words: string) => string,
): { id: "left-to-an-administrator"; severity: "warn"; text: string } {
  return {
    id: "left-to-an-administrator",
    severity: "warn",
    text:
      `Left to an administrator, because the pipeline may not do it: ${left.join("; ")}. Sign in with the rights of a first ` +
      `run (docs/rights.md), then ${command("up")}; until then doctor fails.`,
  };
}

/**
 * The pipeline could make an application, but neither grant it anything nor stay its owner.
 * @throws Error when the state does not hold ESIA's whole
 */
export function requireApplication(held: readonly HeldResource[], command: (words: string) => string): void {
  const gone = [NAMES.application, NAMES.principal].filter((logical) => !held.some(({ name }) => name === logical));
  if (gone.length === 0) return;
  throw new Error(
    `The state does not hold ${gone.join(" and ")}, and the pipeline may not make and grant it anew. Nothing was changed. Sign ` +
      `in with the rights of a first run (docs/rights.md), then ${command("up")}.`,
  );
}

/** Said by each run of the pipeline's. */
export const AS_PIPELINE = {
  severity: "info",
  text: "Signed in as this stack's pipeline: this run makes and removes keys; roles, owners, names in reports and its own identity stay.",
} as const;

function roles({ omit, grantConsent }: Settings, held: readonly HeldResource[]): string[] {
  const wanted = wantedPermissions(omit).map(({ role }) => role);
  const granted = grants(held).map(({ name }) => name);
  const toGrant = grantConsent ? wanted.filter((role) => !granted.includes(grantName(role))) : [];
  const toTake = granted.filter((name) => !grantConsent || !wanted.some((role) => grantName(role) === name));
  const requested = held.find(({ name }) => name === NAMES.application)?.outputs["requiredResourceAccesses"];
  const asks = Array.isArray(requested) ? requested.flatMap(({ resourceAccesses = [] }) => resourceAccesses).length : 0;
  const asksForOthers = toGrant.length + toTake.length === 0 && Array.isArray(requested) && asks !== wanted.length;
  return [
    ...(toGrant.length > 0 ? [`granting ${toGrant.join(", ")}`] : []),
    ...(toTake.length > 0 ? [`taking away ${toTake.map((name) => name.slice(NAMES.grant.length)).join(", ")}`] : []),
    ...(asksForOthers ? ["asking for other roles"] : []),
  ];
}

function owners({ owners: wanted }: Settings, held: readonly HeldResource[]): string[] {
  if (wanted.length === 0) return [];
  const known = held.find(({ name }) => name === NAMES.application)?.outputs["owners"];
  const pipeline = heldPipeline(held)?.objectId;
  const there = (Array.isArray(known) ? known : []).map(String).filter((owner) => owner !== pipeline);
  const same = there.length === wanted.length && wanted.every((owner) => there.includes(owner));
  return same ? [] : ["other owners (esia:owners)"];
}

function names({ showNamesInReports }: Settings, held: readonly HeldResource[]): string[] {
  const shows = held.some(({ name }) => name === NAMES.reports);
  if (shows === showNamesInReports) return [];
  return [`${showNamesInReports ? "showing" : "hiding"} names in usage reports`];
}

function identity({ pipeline, displayName }: Settings, held: readonly HeldResource[]): string[] {
  const found = heldPipeline(held);
  if (!found) return [];
  if (!pipeline) return ["removing the pipeline's identity"];
  const { issuer, subject, audience } = found.federation ?? { issuer: "", subject: "", audience: "" };
  const same = issuer === pipeline.issuer && subject === pipeline.subject && audience === pipeline.audience;
  const renamed = found.displayName !== pipelineName(displayName);
  return [
    ...(same ? [] : ["another issuer, subject or audience of the pipeline (esia:pipeline)"]),
    ...(renamed ? ["the name of the pipeline's identity"] : []),
  ];
}
