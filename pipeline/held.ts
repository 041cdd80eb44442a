/** The pipeline's identity as the stack's state holds it. Pure: imports no Pulumi. */

import { NAMES } from "../stack/names.ts";
import { textIn } from "../stack/text-in.ts";
import type { Federation } from "./setting.ts";

interface Held {
  name: string;
  outputs: Readonly<Record<string, unknown>>;
}

/** What a run makes of it, each by itself: a run that was cut off can have left the first ones alone. */
export interface HeldPipeline {
  /** Logical names of what the state holds of it; never empty. */
  parts: ReadonlySet<string>;
  /** Object id of its service principal: who signs in as the pipeline has it. */
  objectId: string | undefined;
  displayName: string;
  /** Undefined before its application is made. */
  clientId: string | undefined;
  /** Undefined before the credential is made. */
  federation: Federation | undefined;
  /** What it is granted: the role, and the principal that offers it. */
  appRoleId: string;
  resourceObjectId: string;
}

const PARTS: readonly string[] = [
  NAMES.pipeline,
  NAMES.pipelinePrincipal,
  NAMES.pipelineCredential,
  NAMES.pipelineRight,
  NAMES.pipelineOwnership,
];

/** @returns undefined when the state holds nothing of a pipeline */
export function heldPipeline(held: readonly Held[]): HeldPipeline | undefined {
  const parts = new Set(held.map(({ name }) => name).filter((name) => PARTS.includes(name)));
  if (parts.size === 0) return undefined;
  const outputs = (logical: string) => held.find(({ name }) => name === logical)?.outputs ?? {};
  const principal = outputs(NAMES.pipelinePrincipal)["objectId"];
  const { clientId } = outputs(NAMES.pipeline);
  const { issuer, subject, audiences } = outputs(NAMES.pipelineCredential);
  const [audience] = Array.isArray(audiences) ? audiences : [];
  const { appRoleId, resourceObjectId } = outputs(NAMES.pipelineRight);
  return {
    parts,
    objectId: typeof principal === "string" && principal !== "" ? principal : undefined,
    displayName: textIn(outputs(NAMES.pipeline)["displayName"]),
    clientId: typeof clientId === "string" ? clientId : undefined,
    federation: parts.has(NAMES.pipelineCredential)
      ? { issuer: textIn(issuer), subject: textIn(subject), audience: textIn(audience) }
      : undefined,
    appRoleId: textIn(appRoleId),
    resourceObjectId: textIn(resourceObjectId),
  };
}

/**
 * Whether who is signed in is this stack's pipeline.
 * @param objectId of the principal that the sign-in's token is for
 */
export function isPipeline(objectId: string, held: readonly Held[]): boolean {
  return heldPipeline(held)?.objectId?.toLowerCase() === objectId.toLowerCase();
}
