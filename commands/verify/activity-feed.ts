/**
 * The list of subscriptions proves ActivityFeed.Read, and shows whether the audit log reaches ESIA. Pure. Nothing here
 * starts a subscription: that is ESIA's business. "Office 365 Management Activity API reference".
 */
import type { Read } from "../../microsoft/read.ts";
import type { Shaped } from "../../microsoft/shape.ts";
import type { Row } from "../rows/report.ts";
import { badAnswer } from "./bad-answer.ts";
import { deniesTenant, refusedByFeed } from "./feed-refusals.ts";

export const FEED_ROLE = "ActivityFeed.Read";
const AUDIT_LOG = "Audit log";

export function feedPath(tenantId: string): string {
  return `/api/v1.0/${tenantId}/activity/feed/subscriptions/list`;
}

/** What the list holds of each subscription. */
export const SUBSCRIPTIONS = [{ contentType: "string", status: "string" }] as const;

export type Subscriptions = Read<Shaped<typeof SUBSCRIPTIONS>>;

/** Whether the service says, by refusing the list, that unified auditing is not turned on. */
export function isOff(read: Subscriptions): boolean {
  return "unread" in read && deniesTenant(read.unread);
}

/** @returns the content types whose subscription works, and those whose does not */
export function byStatus(subscriptions: Shaped<typeof SUBSCRIPTIONS>): { enabled: string[]; disabled: string[] } {
  const names = (found: Shaped<typeof SUBSCRIPTIONS>) => found.map(({ contentType }) => contentType);
  return {
    enabled: names(subscriptions.filter(({ status }) => status === "enabled")),
    disabled: names(subscriptions.filter(({ status }) => status !== "enabled")),
  };
}

/** @param gcc says what to try where a tenant of GCC was asked for at the wrong address; absent where it cannot be one */
export function judgeFeed(read: Subscriptions, gcc?: string): [Row, Row] {
  if ("unread" in read) {
    if (isOff(read)) return auditingOff(gcc);
    return [
      refusedByFeed(FEED_ROLE, read.unread) ?? badAnswer(FEED_ROLE, read.unread),
      { check: AUDIT_LOG, result: "unknown", detail: `Needs the list that ${FEED_ROLE} could not read.` },
    ];
  }
  return [
    { check: FEED_ROLE, result: "pass", detail: "Read: the list of subscriptions." },
    auditLog(byStatus(read.value)),
  ];
}

function auditingOff(gcc: string | undefined): [Row, Row] {
  return [
    { check: FEED_ROLE, result: "unknown", detail: `Granted; see ${AUDIT_LOG}.` },
    {
      check: AUDIT_LOG,
      result: "fail",
      detail: "Off: the service says that the tenant does not exist, which means that auditing is not turned on.",
      next:
        "Let an administrator turn it on: Microsoft Purview portal, Audit, 'Start recording user and admin activity'; or " +
        "'Set-AdminAuditLogConfig -UnifiedAuditLogIngestionEnabled $true' in Exchange Online PowerShell. It takes up to " +
        `an hour, sometimes a day; then verify again.${gcc === undefined ? "" : ` ${gcc}`}`,
    },
  ];
}

function auditLog({ enabled, disabled }: ReturnType<typeof byStatus>): Row {
  if (disabled.length > 0) {
    return {
      check: AUDIT_LOG,
      result: "warn",
      detail: `The subscription of ${disabled.join(", ")} is disabled: ESIA gets none of its events.`,
      next: "Let ESIA test its Microsoft 365 node, which starts its subscriptions; if it stays disabled, ask ESIA's support.",
    };
  }
  if (enabled.length === 0) {
    return {
      check: AUDIT_LOG,
      result: "warn",
      detail: "On, and nobody is subscribed to it yet.",
      next: "Type the three values into ESIA: it starts the subscriptions itself. Verify again after its first test.",
    };
  }
  return { check: AUDIT_LOG, result: "pass", detail: `On; subscribed: ${enabled.join(", ")}.` };
}
