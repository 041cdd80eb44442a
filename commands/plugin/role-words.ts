/** Missing and extra roles, and what to do about them. Pure. */
import { pulumiCommand } from "../../stack/command.ts";
import type { Problem } from "./problem.ts";
import type { Origin, RolesFound, Unread } from "./state.ts";

export function rolesProblems(roles: RolesFound | Unread, { stack }: Origin): Problem[] {
  if ("unread" in roles) return [{ exit: 3, next: roles.next, why: roles.unread }];
  const { missing, extra } = roles;
  const problems: Problem[] = [];
  if (missing.length > 0) {
    const how = `run ${pulumiCommand("up --refresh", stack)} or let an administrator consent`;
    problems.push({ exit: 2, next: how, why: `${count(missing)} asked for and not granted: ${some(missing)}` });
  }
  if (extra.length > 0) {
    const where = "revoke in Entra, Enterprise applications, Permissions";
    problems.push({ exit: 1, next: where, why: `${count(extra)} granted that nobody asks for: ${some(extra)}` });
  }
  return problems;
}

export function rolesWell(roles: RolesFound | Unread): string[] {
  if ("unread" in roles) return [roles.unread];
  const asked = `${roles.asked} ${roles.asked === 1 ? "role" : "roles"} asked for`;
  if (roles.unjudged === undefined) return [`${asked} and granted`];
  return [`${asked}, those of ${roles.unjudged} not judged: they have no known address in this cloud`];
}

function count(roles: readonly string[]): string {
  return roles.length === 1 ? "a role is" : `${roles.length} roles are`;
}

/** The line has an end: the first ones show which consent is meant. */
function some(roles: readonly string[]): string {
  const shown = roles.slice(0, 3).join(", ");
  return roles.length > 3 ? `${shown} and ${roles.length - 3} more` : shown;
}
