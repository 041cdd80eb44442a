/** What both resources of names-in-reports.ts are declared with, and what a run of theirs makes of it. */
import { guid } from "../microsoft/guid.ts";
import { operator } from "../operator/operator.ts";
import { signedIn } from "./graph.ts";
import { type TenantReports, tenantReports } from "./tenant-reports.ts";

/** What the program declares. Nothing of it is a credential. */
export interface Declared {
  /** The GUID in small letters; in states of 1.0.0 as it was configured: in capitals, a domain or "". */
  tenantId: string;
  /** The stack's mark, to tell its own application from other stacks'. */
  mark: string;
  /** azuread's settings in the stack's configuration, by full key, without credentials. */
  operator: Record<string, string>;
}

/** Whether the program declares what the state holds. */
export function sameDeclared(olds: Declared, news: Declared): boolean {
  const sorted = (settings: Record<string, string> = {}) => JSON.stringify(Object.entries(settings).sort());
  return (
    guid(olds.tenantId) === guid(news.tenantId) &&
    olds.mark === news.mark &&
    sorted(olds.operator) === sorted(news.operator)
  );
}

/**
 * Another tenant is another resource: names of the one are no answer for the other. Another spelling of the same is none,
 * and what is no GUID may be the same.
 */
export function replacedBy(olds: Declared, news: Declared): string[] {
  const [before, now] = [guid(olds.tenantId), guid(news.tenantId)];
  return before === undefined || now === undefined || before === now ? [] : ["tenantId"];
}

/** Signs in. @throws Error with a sentence */
export async function openReports({ operator: config, tenantId, mark }: Declared): Promise<TenantReports> {
  return tenantReports(await signedIn(operator({ env: process.env, config }), tenantId), mark);
}
