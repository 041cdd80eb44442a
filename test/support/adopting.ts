/** What exists before a stack does, in end-to-end tests of taking it over, and the command that does. */
import { expect } from "vitest";
import type { Report } from "../../commands/rows/report.ts";
import { createApplication } from "../../dev/tenant/applications.ts";
import { MANAGEMENT_API_APP_ID, MICROSOFT_GRAPH_APP_ID } from "../../dev/tenant/microsoft-apis.ts";
import { putSecret } from "../../dev/tenant/secrets.ts";
import { ADMINISTRATOR_ID, grantRole } from "../../dev/tenant/seed.ts";
import { createServicePrincipal } from "../../dev/tenant/service-principals.ts";
import type { TestStack } from "./stack.ts";

/** Graph's delegated permission by which people sign in: the portal asks for it on each new application. */
export const USER_READ = "e1fe6dd8-ba31-4d61-89e7-88639da4683d";
const GRANTED = ["Directory.Read.All", "Organization.Read.All", "Reports.Read.All", "User.Read.All"];

/** What a person makes who follows ESIA's guide in the portal, and stops before the end: 5 of 11 roles are granted. */
export function madeByHand({ tenant }: TestStack) {
  const { directory } = tenant;
  const now = tenant.clock.now();
  const application = createApplication(
    directory,
    {
      displayName: "ESIA Monitoring",
      requiredResourceAccess: [
        { resourceAppId: MICROSOFT_GRAPH_APP_ID, resourceAccess: [{ id: USER_READ, type: "Scope" }] },
      ],
      web: { redirectUris: ["https://esia.contoso.example/signin"] },
    },
    [ADMINISTRATOR_ID],
    now,
  );
  const { appId } = application.graph;
  const tags = ["WindowsAzureActiveDirectoryIntegratedApp"];
  const { graph: principal } = createServicePrincipal(directory, appId, { tags }, [], now);
  for (const role of GRANTED) grantRole(directory, appId, MICROSOFT_GRAPH_APP_ID, role, now);
  grantRole(directory, appId, MANAGEMENT_API_APP_ID, "ActivityFeed.Read", now);
  const graph = directory.servicePrincipals.find((one) => one.graph.appId === MICROSOFT_GRAPH_APP_ID)?.graph;
  directory.delegatedGrants = [
    {
      id: "consented",
      clientId: principal.id,
      consentType: "AllPrincipals",
      principalId: null,
      resourceId: graph?.id ?? "",
      scope: "User.Read",
    },
  ];
  const { keyId, secretText: key } = putSecret(application, "esia", now, new Date(now.getTime() + 300 * 86_400_000));
  return { application, principal, keyId, values: { tenantId: directory.tenantId, clientId: appId, key } };
}

/** Runs `npm run adopt` for the stack. */
export async function adopt(stack: TestStack, ...args: string[]): Promise<{ code: number; rows: Report["rows"] }> {
  const { code, stdout, text } = await stack.command("adopt", ["--stack", stack.name, "--json", ...args]);
  expect(stdout, text).not.toBe("");
  return { code, rows: (JSON.parse(stdout) as Report).rows };
}

/** What the rows of an id say. */
export const said = (rows: Report["rows"], id: string) =>
  rows.filter((row) => row.id === id).map(({ detail }) => detail);
