/** Microsoft Graph as the operator, in the tenant that is meant and in no other. */
import { type Reader, reader, type Source, type Writer, writer } from "../microsoft/client.ts";
import { sameGuid } from "../microsoft/guid.ts";
import { claimsOf } from "../microsoft/token.ts";
import type { Operator } from "../operator/operator.ts";

export type Graph = Pick<Reader, "get" | "list"> & Writer;

/**
 * Signs in.
 * @param tenantId the tenant that is meant: another one's settings must not be touched
 * @param open makes the client; tests put their own here
 * @throws Error of the sign-in, or when it led to another tenant
 */
export async function signedIn(
  { credential, graphRoot }: Operator,
  tenantId: string,
  open: (source: Source) => Graph = (source) => ({ ...reader(source), ...writer(source) }),
): Promise<Graph> {
  const token = (await credential.getToken(`${graphRoot}/.default`))?.token;
  if (!token) throw new Error("The operator's sign-in gave no token.");
  // A token that cannot be read says nothing: its form is Microsoft's own business.
  const tenant = claimsOf(token)?.tid;
  if (tenant !== undefined && !sameGuid(tenant, tenantId)) {
    throw new Error(`The operator is signed in to tenant ${tenant}, but this stack's is ${tenantId}.`);
  }
  return open({ root: graphRoot, token });
}
