/** One application and what hangs on it, as Graph shows them. */
import type { Application, Around } from "../../commands/adopt/directory.ts";

export const OBJECT = "0b16f1f2-b5e5-4059-8592-caba0d84b46d";
export const CLIENT = "e0000000-0000-4000-8000-000000000001";
export const MARK = "774d6475-de8f-2863-261e-92c1decb9621";
export const GRAPH = "b0000000-0000-4000-8000-000000000001";
export const PRINCIPAL = "3dc36156-cce3-46e9-a9ee-f3309c32cf51";
const USER_READ_ALL = "df021288-bdef-4463-88db-98f22de89214";

/** As the program leaves it, but for what a test says. */
export function application(own: Partial<Application> = {}): Application {
  return {
    id: OBJECT,
    appId: CLIENT,
    displayName: "esia",
    createdDateTime: "2024-03-01T09:00:00Z",
    signInAudience: "AzureADMyOrg",
    tags: [],
    passwordCredentials: [],
    ...own,
  };
}

/** A service principal with two grants, one of them ESIA's. */
export function around(own: Partial<Around> = {}): Around {
  return {
    owners: [],
    principal: { id: PRINCIPAL, accountEnabled: true, appRoleAssignmentRequired: true, tags: ["HideApp"] },
    principalOwners: [],
    delegated: { value: [] },
    grants: [
      { id: "g1", appRoleId: USER_READ_ALL, resourceId: GRAPH, resourceDisplayName: "Microsoft Graph" },
      { id: "g2", appRoleId: "mail", resourceId: GRAPH, resourceDisplayName: "Microsoft Graph" },
    ],
    apis: {
      graph: {
        id: GRAPH,
        appId: "00000003-0000-0000-c000-000000000000",
        appRoles: [
          { id: USER_READ_ALL, value: "User.Read.All" },
          { id: "mail", value: "Mail.Read" },
        ],
      },
      management: undefined,
    },
    signIns: undefined,
    ...own,
  };
}

export const EMPTY = { application: undefined, mark: undefined };
