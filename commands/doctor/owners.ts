/**
 * Owners of the stack's application and of its service principal that nobody declared: an owner can add keys of its own. azuread
 * takes whoever makes them out of the owners again; a run that fails just there leaves him, and no later run looks. Pure.
 */
import type { Read } from "../../microsoft/read.ts";
import type { Claims } from "../../operator/claims.ts";
import { isNamed, mayChangeEvery } from "../../operator/ownership.ts";
import { pulumiCommand } from "../../stack/command.ts";
import type { Row } from "../rows/report.ts";
import { unreadRow, type Where } from "./unread.ts";

const CHECK = "Owners not declared";

/** Object ids of the owners; undefined where there is nothing to own. */
export interface Owners {
  application: Read<readonly string[]> | undefined;
  principal: Read<readonly string[]> | undefined;
}

/** What is known beside them. */
export interface OwnersContext {
  /** esia:owners */
  declared: readonly string[];
  /** Object id of the stack's pipeline as the state holds it, which owns the application; undefined without one. */
  pipeline: string | undefined;
  claims: Claims;
  clientId: string;
  where: Where;
}

/** @returns a row for each of the two that somebody else owns or that was not read, else one that passes */
export function ownerRows(owners: Owners, context: OwnersContext): Row[] {
  const { clientId, pipeline, where } = context;
  const remove = (id: string) => `'az ad app owner remove --id ${clientId} --owner-object-id ${id}'`;
  const byHand = () => "Entra, Enterprise applications, its page, Owners";
  const rows = [
    ...rowsOf("application", owners.application, pipeline ? [pipeline] : [], context, remove),
    ...rowsOf("service principal", owners.principal, [], context, byHand),
  ];
  const unread = [owners.application, owners.principal].find((read) => read && "unread" in read);
  if (unread && "unread" in unread) rows.push(unreadRow(CHECK, unread.unread, where));
  return rows.length > 0 ? rows : [{ check: CHECK, result: "pass", detail: "None beyond what esia:owners names." }];
}

function rowsOf(
  what: string,
  read: Read<readonly string[]> | undefined,
  more: readonly string[],
  { declared, claims, where }: OwnersContext,
  remove: (id: string) => string,
): Row[] {
  if (!read || "unread" in read) return [];
  // Of one who may change what he owns and nothing else, the right to renew speaks.
  const spared = [...declared, ...more, ...(mayChangeEvery(claims) ? [] : [claims.objectId])];
  const others = read.value.filter((id) => !isNamed(id, spared));
  if (others.length === 0) return [];
  const [own, them] = others.length > 1 ? ["own", "them"] : ["owns", "it"];
  return [
    {
      check: CHECK,
      result: "warn",
      detail:
        `${others.join(", ")} ${own} the ${what}, and esia:owners does not name ${them}: an owner can add keys. An interrupted ` +
        "first run leaves whoever made it, or somebody added it by hand.",
      next:
        declared.length > 0
          ? `${pulumiCommand("up --refresh", where.stack)} takes away whom esia:owners does not name.`
          : `If nobody needs it: ${[...new Set(others.map(remove))].join(", then ")}.`,
    },
  ];
}
