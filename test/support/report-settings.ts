/** The tenant's setting of names in usage reports, as end-to-end tests ask for it. */
import { grantRole, OPERATOR_CLIENT_ID, revokeRole } from "../../dev/tenant/seed.ts";
import type { TestStack } from "./stack.ts";

const GRAPH = "00000003-0000-0000-c000-000000000000";
const RIGHT = "ReportSettings.ReadWrite.All";

export function allowReportSettings({ tenant }: TestStack): void {
  grantRole(tenant.directory, OPERATOR_CLIENT_ID, GRAPH, RIGHT, tenant.clock.now());
}

export function denyReportSettings({ tenant }: TestStack): void {
  revokeRole(tenant.directory, OPERATOR_CLIENT_ID, GRAPH, RIGHT);
}

export const hidden = ({ tenant }: TestStack) => tenant.directory.reportSettings.displayConcealedNames;

/** What a person does in the admin centre. */
export function hide({ tenant }: TestStack, yes: boolean): void {
  tenant.directory.reportSettings.displayConcealedNames = yes;
}

/** What was asked of the tenant's report settings since the last call: "GET", or "PATCH" with its body as it was. */
export function asked({ tenant }: TestStack): string[] {
  return tenant.requests
    .splice(0)
    .filter(({ path }) => path.startsWith("/v1.0/admin/reportSettings"))
    .map(({ method, requestBody }) => (requestBody === null ? method : `${method} ${JSON.stringify(requestBody)}`));
}

/** What an application tells other stacks; undefined when it is gone. */
export function tags({ tenant }: TestStack, displayName = "esia"): string[] | undefined {
  const application = tenant.directory.applications.find(({ graph }) => graph.displayName === displayName);
  return application?.graph.tags.filter((tag) => tag.includes("names")).sort();
}
