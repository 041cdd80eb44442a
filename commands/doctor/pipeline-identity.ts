/**
 * The pipeline's identity, compared both ways: what the state holds and the tenant has not, and what somebody gave it since. It
 * may make keys, so whatever signs in as it beside its one credential is a second way to them.
 */
import { quoted } from "../../machine/printed.mjs";
import type { Reader } from "../../microsoft/client.ts";
import { type Read, reading } from "../../microsoft/read.ts";
import type { Shaped } from "../../microsoft/shape.ts";
import type { HeldPipeline } from "../../pipeline/held.ts";
import { pulumiCommand } from "../../stack/command.ts";
import type { Row } from "../rows/report.ts";
import { noteOrUnreadRow, type Where } from "./unread.ts";

const CHECK = "Pipeline";

const APPLICATION = {
  id: "id",
  passwordCredentials: [{ keyId: "id" }],
  keyCredentials: [{ keyId: "id" }],
} as const;
const CREDENTIAL = { id: "id", issuer: "string", subject: "string", audiences: ["string"] } as const;
const GRANT = { id: "id", appRoleId: "id" } as const;

/** Undefined where the tenant has no such application. */
export type FoundPipeline =
  | {
      application: Shaped<typeof APPLICATION>;
      credentials: readonly Shaped<typeof CREDENTIAL>[];
      grants: readonly Shaped<typeof GRANT>[];
    }
  | undefined;

/** @param held what the state holds of it, whole */
export function readPipeline(graph: Reader, { clientId, objectId }: HeldPipeline): Promise<Read<FoundPipeline>> {
  const all = async (): Promise<FoundPipeline> => {
    const query = { $filter: `appId eq '${clientId}'`, $select: "id,passwordCredentials,keyCredentials" };
    const [application] = await graph.list("/v1.0/applications", APPLICATION, query);
    if (!application) return undefined;
    const [credentials, grants] = await Promise.all([
      graph.list(`/v1.0/applications/${application.id}/federatedIdentityCredentials`, CREDENTIAL),
      graph.list(`/v1.0/servicePrincipals/${objectId}/appRoleAssignments`, GRANT),
    ]);
    return { application, credentials, grants };
  };
  return reading(all());
}

/**
 * Pure.
 * @param owners of ESIA's application; undefined where they were not read
 */
export function pipelineIdentityRows(
  read: Read<FoundPipeline>,
  held: HeldPipeline,
  owners: readonly string[] | undefined,
  where: Where,
): Row[] {
  if ("unread" in read) {
    return [noteOrUnreadRow(CHECK, read.unread, "The pipeline's identity is not readable with this sign-in", where)];
  }
  const refreshing = `As an administrator, ${pulumiCommand("up --refresh", where.stack)}`;
  const fails = (detail: string, next: string): Row => ({ check: CHECK, result: "fail", detail, next });
  if (!read.value) {
    return [
      fails(
        "The pipeline's application is gone from the tenant: its runs cannot sign in.",
        `${refreshing} makes it anew.`,
      ),
    ];
  }
  const { application, credentials, grants } = read.value;
  const page = "Entra, App registrations, Certificates & secrets";
  const secrets = application.passwordCredentials.length + application.keyCredentials.length;
  const isHeld = ({ issuer, subject, audiences }: Shaped<typeof CREDENTIAL>) =>
    issuer === held.federation?.issuer &&
    subject === held.federation.subject &&
    audiences.join() === held.federation.audience;
  const others = credentials.filter((credential) => !isHeld(credential));
  const extra = grants.filter(({ appRoleId }) => appRoleId !== held.appRoleId);
  const own = owners?.some((owner) => owner.toLowerCase() === held.objectId?.toLowerCase());
  const rows = [
    ...(secrets > 0
      ? [
          fails(
            `Somebody gave it ${secrets} secrets or certificates: whoever has one signs in as the pipeline from anywhere.`,
            `Remove them (${page}); it needs none.`,
          ),
        ]
      : []),
    ...others.map(({ issuer, subject }) =>
      fails(
        `It believes tokens that the state does not name: issuer ${quoted(issuer)}, subject ${quoted(subject)}.`,
        `If nobody needs that, remove it (${page}, Federated credentials); a change is undone by the same run: ${pulumiCommand("up --refresh", where.stack)}.`,
      ),
    ),
    ...(credentials.some(isHeld)
      ? []
      : [
          fails(
            "The credential of the state is gone or changed in the tenant: the pipeline's runs cannot sign in.",
            `${refreshing} puts it back.`,
          ),
        ]),
    ...(extra.length > 0
      ? [
          fails(
            `It holds ${extra.length} roles beside the one that the state grants.`,
            "If nobody needs them, remove them (Entra, Enterprise applications, Permissions).",
          ),
        ]
      : []),
    ...(grants.length === extra.length
      ? [fails("Its role is gone from the tenant: its runs can change nothing.", `${refreshing} grants it anew.`)]
      : []),
    ...(own === false
      ? [
          fails(
            "It does not own ESIA's application any more: its runs can make no key.",
            `${refreshing} makes it an owner again.`,
          ),
        ]
      : []),
  ];
  if (rows.length > 0) return rows;
  const detail = "As the state has it: no secret, one federated credential, one role, owner of ESIA's application.";
  return [{ check: CHECK, result: "pass", detail }];
}
