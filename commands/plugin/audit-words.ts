/** Whether the audit log reaches ESIA, and what to do where it does not. Pure. */

import type { Problem } from "./problem.ts";
import type { AuditLog, Unread } from "./state.ts";

export function auditProblems(audit: AuditLog | Unread): Problem[] {
  if ("unread" in audit) return [{ exit: 3, next: audit.next, why: `the audit log is not known: ${audit.unread}` }];
  switch (audit.log) {
    case "off":
      return [
        {
          exit: 2,
          next: `turn auditing on in Microsoft Purview, Audit${audit.couldBeGcc ? ", or for a tenant of GCC add --gcc" : ""}`,
          why: "the audit log is off",
        },
      ];
    case "disabled": {
      const why = `the audit log's subscription of ${audit.contentTypes.join(", ")} is disabled`;
      return [{ exit: 1, next: "let ESIA test its Microsoft 365 node", why }];
    }
    case "nobody subscribed":
      return [{ exit: 1, next: "let ESIA test its Microsoft 365 node", why: "nobody is subscribed to the audit log" }];
    default:
      return [];
  }
}

export function auditWell(audit: AuditLog | Unread): string[] {
  return "log" in audit && audit.log === "on" ? ["audit log on"] : [];
}
