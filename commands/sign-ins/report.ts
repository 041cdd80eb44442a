/** Entra's report of when each key signed in last: who may read it, and how. Reads only. */
import type { Reader } from "../../microsoft/client.ts";
import { type Read, reading } from "../../microsoft/read.ts";
import type { Shaped } from "../../microsoft/shape.ts";

/** "appCredentialSignInActivity resource type" (beta). */
const LINE = { keyId: "string", "signInActivity?": { "lastSignInDateTime?": "string" } } as const;

const PATH = "/beta/reports/appCredentialSignInActivities";
/** Any of these roles opens it: "List appCredentialSignInActivities". */
const ROLES: readonly string[] = ["Directory.Read.All", "AuditLog.Read.All"];

export type SignInReport = Read<readonly Shaped<typeof LINE>[]>;

export interface Asker {
  /** Whether Microsoft documents reports for the cloud. */
  reports: boolean;
  /** Application roles in the token; undefined where only asking tells, as with a person's. */
  roles: readonly string[] | undefined;
  /** The role that an asker without any is told of. */
  takes: string;
}

/** @returns why asking is of no use, the end of a sentence; undefined where the report is to be asked. Pure. */
export function whyNotAsked({ reports, roles, takes }: Asker): string | undefined {
  if (!reports) return "Microsoft documents no report of sign-ins in this cloud";
  if (roles && !ROLES.some((role) => roles.includes(role))) return `the report of sign-ins takes ${takes}`;
  return undefined;
}

/** @param clientId of the application whose keys are asked about */
export function readSignIns(graph: Reader, clientId: string): Promise<SignInReport> {
  return reading(graph.list(PATH, LINE, { $filter: `appId eq '${clientId}'` }));
}
