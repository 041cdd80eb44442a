/** Who is signed in, how, and whether that is the stack's tenant. */

import { explain } from "../../failures/explain.ts";
import { empty, misshapen, RequestFailed, webPage } from "../../microsoft/failure.ts";
import { guid } from "../../microsoft/guid.ts";
import { isWebPage } from "../../microsoft/said.ts";
import { tenantMetadata } from "../../microsoft/tenant-id.ts";
import { messageOf } from "../../microsoft/thrown.ts";
import { claimsOf } from "../../microsoft/token.ts";
import { azLogin } from "../../operator/az-login.ts";
import { type Claims, readClaims } from "../../operator/claims.ts";
import type { Operator } from "../../operator/operator.ts";
import { CHECKED_VERSION } from "../../operator/provider-check.ts";
import { pulumiCommand } from "../../stack/command.ts";
import type { Row } from "../rows/report.ts";
import { insteadOfRun } from "./unread.ts";

export interface SignedIn {
  token: string;
  claims: Claims;
  /** Delegated, which only a person's token has. */
  scopes: readonly string[];
  row: Row;
}

/**
 * @param ca certificates (PEM) to trust in place of Node's own
 * @returns a Graph token with what it says, or a row on why there is none
 */
export async function signIn(operator: Operator, stack: string, ca?: string): Promise<SignedIn | { refused: Row }> {
  const check = "Sign-in";
  try {
    const { token } = (await operator.credential.getToken(`${operator.graphRoot}/.default`)) ?? { token: "" };
    const claims = readClaims(token);
    if (guid(claims.tenantId) === undefined) throw new Error("The token does not say which tenant it is for.");
    const scopes = claimsOf(token)?.scp?.split(" ") ?? [];
    return { token, claims, scopes, row: { check, result: "pass", detail: `As ${claims.who}, by ${operator.how}.` } };
  } catch (error) {
    const reason = await reasonOf(messageOf(error), operator, ca);
    const said = typeof reason === "string" ? reason : reason.message;
    const [found] = explain(said, stack, {
      graphRoot: operator.graphRoot,
      ...(operator.tenantId && { tenantId: operator.tenantId }),
    });
    const [firstLine = ""] = said.split(/\r?\n| Trace ID:/);
    const explanation = found?.known === "default" ? undefined : found;
    const otherwise = typeof reason === "string" ? undefined : reason.next;
    return {
      refused: {
        check,
        result: "fail",
        detail: `By ${operator.how} nobody gets in: ${explanation ? `${explanation.what} ${explanation.why}` : firstLine}`,
        next: explanation
          ? `${insteadOfRun(`${explanation.action} ${explanation.command}.`, stack)}${explanation.page && ` Microsoft on it: ${explanation.page}`}`
          : (otherwise ?? "Sign in anew as the azuread provider's documentation describes, e.g. with 'az login'."),
      },
    };
  }
}

/** The library does not say why it found no place to sign in at: a tenant that is not there, no connection, another's answer. */
async function reasonOf(
  said: string,
  { tenantId, loginRoot }: Operator,
  ca: string | undefined,
): Promise<string | RequestFailed> {
  if (!said.includes("endpoints_resolution_error") || tenantId === undefined) return said;
  try {
    const { status, text } = await tenantMetadata(tenantId, loginRoot, ca);
    if (status >= 400) return text;
    const { host } = new URL(loginRoot);
    if (text.trim() === "") return empty(host, status);
    return isWebPage(text) ? webPage(host, status) : misshapen(host, status, "it names no place to sign in at");
  } catch (failed) {
    if (failed instanceof RequestFailed) return failed;
    throw failed;
  }
}

/**
 * On a way of signing in that Pulumi's build of azuread refuses although azuread documents it, and this sign-in works. Pure.
 * @param instead what works, as unknownToProvider gives it
 * @param azSignedIn the Azure CLI is signed in, which satisfies the provider's check and is not used then
 */
export function unknownWayRow(how: string, instead: readonly string[], azSignedIn: boolean): Row {
  const check = "Sign-in";
  const works = `Set ${instead.join(", ")}.`;
  if (azSignedIn) {
    return {
      check,
      result: "warn",
      detail: `By ${how}, which pulumi-azuread ${CHECKED_VERSION} does not know: it goes on here only because 'az' is signed in too.`,
      next: `${works} Without that, a machine where nobody ran 'az login' is refused.`,
    };
  }
  return {
    check,
    result: "fail",
    detail:
      `By ${how}: pulumi-azuread ${CHECKED_VERSION} does not know that way and ends in 'failed to load Azure credentials', although ` +
      "the provider beneath it does.",
    next: works,
  };
}

/**
 * Pure.
 * @param pinned azuread:tenantId of the stack's configuration; can be a domain
 * @param held the tenant of the stack's application, after a first run; 1.0.0 may have kept a domain
 */
export function tenantRow(
  { tenantId }: Pick<Claims, "tenantId">,
  pinned: string | undefined,
  held: string | undefined,
  stack: string,
): Row {
  const check = "Tenant";
  const seen = guid(tenantId) ?? tenantId;
  const pin = (id: string) => pulumiCommand(`config set azuread:tenantId ${id}`, stack);
  if (guid(held) !== undefined && guid(held) !== seen) {
    return {
      check,
      result: "fail",
      detail:
        `The sign-in is at ${tenantId}; the stack's application is in ${held}. The program refuses to run there; ` +
        `${pulumiCommand("refresh", stack)} does not run it, and would empty the state.`,
      next: `${pin(String(held))}, and sign in there (${azLogin(String(held))}, or ARM_TENANT_ID).`,
    };
  }
  if (guid(pinned) !== undefined && guid(pinned) !== seen) {
    return {
      check,
      result: "fail",
      detail: `The sign-in is at ${tenantId}; azuread:tenantId says ${pinned}.`,
      next: `Sign in there: ${azLogin(String(pinned))}, or correct azuread:tenantId.`,
    };
  }
  if (!pinned) {
    return {
      check,
      result: "warn",
      detail: `${tenantId}. The stack does not pin its tenant: a run with another sign-in would go to that one's.`,
      next: `${pin(tenantId)} pins it.`,
    };
  }
  const how = guid(pinned) === undefined ? `to which azuread:tenantId ${pinned} led` : "as azuread:tenantId says";
  return { check, result: "pass", detail: `${tenantId}, ${how}.` };
}
