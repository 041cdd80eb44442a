/**
 * Which application roles open which calls, route by route: the row "Application" of the table "Permissions" on the page that
 * each right names, below learn.microsoft.com/graph/api/ (v1.0), as far as the tenant's roles go.
 */
export interface Right {
  /** The page that holds the table. */
  page: string;
  /** Any one of these sets of roles opens the call; of a set, all are needed. */
  anyOf: readonly (readonly string[])[];
}

const OWNED_BY = "Application.ReadWrite.OwnedBy";
const READ_WRITE = "Application.ReadWrite.All";
const READ = "Application.Read.All";
const DIRECTORY = "Directory.Read.All";
const GRANT = "AppRoleAssignment.ReadWrite.All";

/** Each role by itself is enough. */
const each = (page: string, ...roles: string[]): Right => ({ page, anyOf: roles.map((role) => [role]) });

export const rights = {
  listApplications: each("application-list", READ, OWNED_BY, READ_WRITE, DIRECTORY),
  getApplication: each("application-get", READ, OWNED_BY, READ_WRITE),
  // The newest right, AppRegistration.Create, is not offered here.
  makeApplication: each("application-post-applications", OWNED_BY, READ_WRITE),
  changeApplication: each("application-update", OWNED_BY, READ_WRITE),
  deleteApplication: each("application-delete", OWNED_BY, READ_WRITE),
  addSecret: each("application-addpassword", OWNED_BY, READ_WRITE),
  removeSecret: each("application-removepassword", OWNED_BY, READ_WRITE),
  listApplicationOwners: each("application-list-owners", OWNED_BY, READ, READ_WRITE, DIRECTORY),
  // A note below the table goes further and wants Application.ReadWrite.All for it.
  addApplicationOwner: {
    page: "application-post-owners",
    anyOf: [
      [OWNED_BY, DIRECTORY],
      [READ_WRITE, DIRECTORY],
    ],
  },
  removeApplicationOwner: each("application-delete-owners", OWNED_BY, READ_WRITE),

  listDeletedApplications: each("directory-deleteditems-list", READ, READ_WRITE),
  getDeletedApplication: each("directory-deleteditems-get", READ, OWNED_BY, READ_WRITE, DIRECTORY),
  restoreApplication: each("directory-deleteditems-restore", OWNED_BY, READ_WRITE),
  purgeApplication: each("directory-deleteditems-delete", OWNED_BY, READ_WRITE),

  listServicePrincipals: each("serviceprincipal-list", READ, OWNED_BY, READ_WRITE, DIRECTORY),
  getServicePrincipal: each("serviceprincipal-get", READ, OWNED_BY, READ_WRITE, DIRECTORY),
  makeServicePrincipal: each("serviceprincipal-post-serviceprincipals", OWNED_BY, READ_WRITE),
  changeServicePrincipal: each("serviceprincipal-update", OWNED_BY, READ_WRITE),
  deleteServicePrincipal: each("serviceprincipal-delete", OWNED_BY, READ_WRITE),
  listServicePrincipalOwners: each("serviceprincipal-list-owners", READ, OWNED_BY, READ_WRITE, DIRECTORY),
  addServicePrincipalOwner: {
    page: "serviceprincipal-post-owners",
    anyOf: [
      [OWNED_BY, DIRECTORY],
      [READ_WRITE, DIRECTORY],
    ],
  },
  removeServicePrincipalOwner: each("serviceprincipal-delete-owners", READ_WRITE, OWNED_BY),

  listGrantsGiven: each("serviceprincipal-list-approleassignedto", READ, OWNED_BY, READ_WRITE, DIRECTORY),
  listGrantsHeld: each("serviceprincipal-list-approleassignments", READ, OWNED_BY, READ_WRITE, DIRECTORY),
  getGrant: each("approleassignment-get", READ, OWNED_BY, READ_WRITE, DIRECTORY),
  // The table wants Application.Read.All beside it; Application.ReadWrite.All holds that (terraform-provider-azuread #1661).
  grant: {
    page: "serviceprincipal-post-approleassignedto",
    anyOf: [
      [GRANT, READ],
      [GRANT, DIRECTORY],
      [GRANT, READ_WRITE],
    ],
  },
  revoke: each("serviceprincipal-delete-approleassignedto", GRANT),

  readPolicies: each("tenantappmanagementpolicy-get", "Policy.Read.All"),
  readOrganization: each("organization-list", "Organization.Read.All", DIRECTORY),
  listUsers: each("user-list", "User.Read.All", "User.ReadWrite.All", DIRECTORY),
  readHealth: each("serviceannouncement-list-healthoverviews", "ServiceHealth.Read.All"),
  readReports: each("reportroot-getoffice365activeusercounts", "Reports.Read.All"),
  readReportSettings: each("adminreportsettings-get", "ReportSettings.Read.All", "ReportSettings.ReadWrite.All"),
  changeReportSettings: each("adminreportsettings-update", "ReportSettings.ReadWrite.All"),
} as const satisfies Record<string, Right>;

/** @param roles of the caller's token @returns whether one of the right's sets is held whole */
export function opens({ anyOf }: Right, roles: readonly string[]): boolean {
  return anyOf.some((set) => set.every((role) => roles.includes(role)));
}

/** Application.ReadWrite.OwnedBy reaches what the caller owns; without it the other sets of the right are left. */
export function opensWhatOthersOwn(right: Right, roles: readonly string[]): boolean {
  return opens(
    right,
    roles.filter((role) => role !== OWNED_BY),
  );
}
