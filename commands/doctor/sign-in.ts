/** Who is signed in, how, and whether that is the stack's tenant. */

import { explain } from "../../failures/explain.ts";
import { isGuid, sameGuid } from "../../microsoft/guid.ts";
import type { Operator } from "../../operator/operator.ts";
import type { Row } from "../report/report.ts";
import { pulumiCommand } from "../verify/command.ts";
import { type Claims, readClaims } from "./claims.ts";

/** @returns a Graph token with what it says, or a row on why there is none */
export async function signIn(
  operator: Operator,
  stack: string,
): Promise<{ token: string; claims: Claims; row: Row } | { refused: Row }> {
  const check = "Sign-in";
  try {
    const { token } = (await operator.credential.getToken(`${operator.graphRoot}/.default`)) ?? { token: "" };
    const claims = readClaims(token);
    return { token, claims, row: { check, result: "pass", detail: `As ${claims.who}, by ${operator.how}.` } };
  } catch (error) {
    const said = (error as Error).message;
    const [explanation] = explain(said, stack);
    const [firstLine = ""] = said.split(/\r?\n| Trace ID:/);
    return {
      refused: {
        check,
        result: "fail",
        detail: `By ${operator.how} nobody gets in: ${explanation ? `${explanation.what} ${explanation.why}` : firstLine}`,
        next: explanation
          ? `${explanation.action} ${explanation.command}.`
          : "Sign in anew as the azuread provider's documentation describes, e.g. with 'az login'.",
      },
    };
  }
}

/**
 * Pure.
 * @param pinned azuread:tenantId of the stack's configuration; can be a domain
 * @param held the tenant that the stack's outputs name, after a first run
 */
export function tenantRow(
  { tenantId }: Pick<Claims, "tenantId">,
  pinned: string | undefined,
  held: string | undefined,
  stack: string,
): Row {
  const check = "Tenant";
  const pin = (id: string) => pulumiCommand(`config set azuread:tenantId ${id}`, stack);
  if (held !== undefined && !sameGuid(held, tenantId)) {
    return {
      check,
      result: "fail",
      detail: `The sign-in is at ${tenantId}; the stack's application is in ${held}. A run would touch the wrong tenant.`,
      next: `${pin(held)}, and sign in there ('az login --tenant ${held}', or ARM_TENANT_ID).`,
    };
  }
  if (pinned !== undefined && isGuid(pinned) && !sameGuid(pinned, tenantId)) {
    return {
      check,
      result: "fail",
      detail: `The sign-in is at ${tenantId}; azuread:tenantId says ${pinned}.`,
      next: `Sign in there: 'az login --tenant ${pinned}', or correct azuread:tenantId.`,
    };
  }
  if (pinned === undefined) {
    return {
      check,
      result: "warn",
      detail: `${tenantId}. The stack does not pin its tenant: a run with another sign-in would go to that one's.`,
      next: `${pin(tenantId)} pins it.`,
    };
  }
  return { check, result: "pass", detail: `${tenantId}, as azuread:tenantId says.` };
}
