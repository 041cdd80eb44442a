/** The pipeline's identity of a stack: what of it exists in the tenant, and what of that is taken over. */
import type { Reader } from "../../microsoft/client.ts";
import { sameGuid } from "../../microsoft/guid.ts";
import { namesOf, type Shaped } from "../../microsoft/shape.ts";
import { PIPELINE_ROLE } from "../../permissions.ts";
import { heldPipeline } from "../../pipeline/held.ts";
import { ownership } from "../../pipeline/ownership.ts";
import type { Settings } from "../../settings.ts";
import { type Adoption, applicationId, credentialId, grantId, ownershipId, principalId } from "../../stack/adopting.ts";
import { CREDENTIAL_NAME, NAMES, pipelineTag } from "../../stack/names.ts";
import type { StackState } from "../doctor/stack-state.ts";
import type { Row } from "../rows/report.ts";
import { called } from "./choose.ts";
import type { Application, Around, Grant } from "./directory.ts";

const CHECK = "Pipeline";

const IDENTITY = {
  id: "id",
  appId: "id",
  displayName: "string",
  "createdDateTime?": "instant",
} as const;
const CREDENTIAL = {
  id: "id",
  name: "string",
  issuer: "string",
  subject: "string",
  audiences: ["string"],
} as const;
const GRANT = { id: "id", appRoleId: "id", resourceId: "id" } as const;

export interface FoundPipeline {
  identity: Shaped<typeof IDENTITY>;
  /** Object id of its service principal. */
  principal: string | undefined;
  /** The credential of the program's name; others are somebody else's. */
  credential: Shaped<typeof CREDENTIAL> | undefined;
  grants: readonly Grant[];
}

/** @param mark of the stack; undefined where it has none @throws RequestFailed */
export async function pipelinesOf(graph: Reader, mark: string | undefined): Promise<FoundPipeline[]> {
  if (mark === undefined) return [];
  const $filter = `tags/any(t:t eq '${pipelineTag(mark)}')`;
  const found = await graph.list("/v1.0/applications", IDENTITY, { $filter, $select: namesOf(IDENTITY) });
  return Promise.all(found.map((identity) => whole(graph, identity)));
}

async function whole(graph: Reader, identity: FoundPipeline["identity"]): Promise<FoundPipeline> {
  const [[principal], credentials] = await Promise.all([
    graph.list("/v1.0/servicePrincipals", { id: "id" }, { $filter: `appId eq '${identity.appId}'`, $select: "id" }),
    graph.list(`/v1.0/applications/${identity.id}/federatedIdentityCredentials`, CREDENTIAL),
  ]);
  const grants = principal ? await graph.list(`/v1.0/servicePrincipals/${principal.id}/appRoleAssignments`, GRANT) : [];
  const credential = credentials.find(({ name }) => name === CREDENTIAL_NAME);
  return { identity, principal: principal?.id, credential, grants };
}

/** What it takes to say what a run takes over of it. */
export interface PipelineAround {
  settings: Pick<Settings, "pipeline" | "owners">;
  state: Pick<StackState, "held">;
  /** ESIA's own. */
  application: Pick<Application, "id">;
  around: Pick<Around, "apis" | "owners">;
}

/** The one that the stack has or would have: the state's, or else the only one; the rest is too many. Pure. */
export function chosenPipeline(found: readonly FoundPipeline[], { held }: Pick<StackState, "held">) {
  const clientId = heldPipeline(held)?.clientId;
  const own = clientId === undefined ? undefined : found.find(({ identity }) => sameGuid(identity.appId, clientId));
  const pipeline = clientId === undefined && found.length === 1 ? found[0] : own;
  return { pipeline, others: found.filter((other) => other !== pipeline) };
}

/** The ids of what exists of it; none where the settings ask for no pipeline. Pure. */
export function pipelineIds(
  pipeline: FoundPipeline | undefined,
  { settings, state, application, around }: PipelineAround,
): Adoption["ids"] {
  if (!settings.pipeline || !pipeline) return {};
  const { identity, principal, credential } = pipeline;
  const right = rightOf(pipeline, around);
  const owner = principal?.toLowerCase();
  const beside = ownership(settings.owners, state.held).how === "beside";
  const owns = owner !== undefined && around.owners.some((one) => sameGuid(one, owner));
  return {
    [NAMES.pipeline]: applicationId(identity.id.toLowerCase()),
    ...(owner !== undefined && { [NAMES.pipelinePrincipal]: principalId(owner) }),
    ...(credential && {
      [NAMES.pipelineCredential]: credentialId(identity.id.toLowerCase(), credential.id.toLowerCase()),
    }),
    ...(right && { [NAMES.pipelineRight]: grantId(right.resourceId.toLowerCase(), right.id) }),
    ...(owns && beside && { [NAMES.pipelineOwnership]: ownershipId(application.id.toLowerCase(), owner) }),
  };
}

function rightOf({ grants }: FoundPipeline, { apis: { graph } }: Pick<Around, "apis">): Grant | undefined {
  const role = graph?.appRoles.find(({ value }) => value === PIPELINE_ROLE)?.id;
  return grants.find(({ appRoleId, resourceId }) => appRoleId === role && resourceId === graph?.id);
}

/** What is said of it; nothing where neither the settings nor the tenant knows of one. Pure. */
export function pipelineRows(found: readonly FoundPipeline[], asked: PipelineAround): Row[] {
  const { pipeline, others } = chosenPipeline(found, asked.state);
  return [
    ...(pipeline ? [ownRow(pipeline, asked)] : []),
    ...(found.length === 0 && asked.settings.pipeline ? [row("pass", "Not there: a run makes it.")] : []),
    ...others.map(({ identity }) =>
      row(
        "fail",
        `${called(identity)} carries the stack's mark for its pipeline, ${pipeline ? "and is a second one" : "and is not the only one"}: an interrupted run left it.`,
        `If no pipeline signs in with its client id: 'az ad app delete --id ${identity.appId}', then this again.`,
      ),
    ),
  ];
}

function ownRow(pipeline: FoundPipeline, asked: PipelineAround): Row {
  const { identity, credential } = pipeline;
  const { pipeline: wanted } = asked.settings;
  const isHeld = (name: string) => asked.state.held.some((resource) => resource.name === name);
  if (!wanted) {
    if (isHeld(NAMES.pipeline)) return row("pass", `${called(identity)}: in the state, and a run removes it.`);
    return row(
      "warn",
      `${called(identity)}: of the state that held this application before. esia:pipeline is not set, so a run leaves it, and it signs in still.`,
      `Set esia:pipeline (docs/pipeline.md), and it is taken over. If no pipeline needs it: 'az ad app delete --id ${identity.appId}'.`,
    );
  }
  const missing = Object.keys(pipelineIds(pipeline, asked)).filter((name) => !isHeld(name));
  const other =
    credential !== undefined &&
    (credential.issuer !== wanted.issuer ||
      credential.subject !== wanted.subject ||
      credential.audiences.join() !== wanted.audience);
  const changes =
    other && missing.includes(NAMES.pipelineCredential) ? " Its credential is changed to what esia:pipeline says." : "";
  const detail =
    missing.length === 0
      ? "in the state."
      : `not all of it is in the state. Taken over: ${missing.join(", ")}.${changes}`;
  return row("pass", `${called(identity)}: ${detail}`);
}

function row(result: Row["result"], detail: string, next?: string): Row {
  return { check: CHECK, result, detail, ...(next !== undefined && { next }) };
}
