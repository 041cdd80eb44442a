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
const DELEGATED = "DelegatedPermissionGrant.ReadWrite.All";

/** @param sets roles that are enough by themselves, or together */
const right = (page: string, ...sets: (string | string[])[]): Right => ({
  page,
  anyOf: sets.map((set) => [set].flat()),
});

export const rights = {
  applications: {
    list: right("application-list", READ, OWNED_BY, READ_WRITE, DIRECTORY),
    get: right("application-get", READ, OWNED_BY, READ_WRITE),
    // The newest right, AppRegistration.Create, is not offered here.
    make: right("application-post-applications", OWNED_BY, READ_WRITE),
    change: right("application-update", OWNED_BY, READ_WRITE),
    delete: right("application-delete", OWNED_BY, READ_WRITE),
    addSecret: right("application-addpassword", OWNED_BY, READ_WRITE),
    removeSecret: right("application-removepassword", OWNED_BY, READ_WRITE),
    listOwners: right("application-list-owners", OWNED_BY, READ, READ_WRITE, DIRECTORY),
    // A note below the table goes further and wants Application.ReadWrite.All for it.
    addOwner: right("application-post-owners", [OWNED_BY, DIRECTORY], [READ_WRITE, DIRECTORY]),
    removeOwner: right("application-delete-owners", OWNED_BY, READ_WRITE),
  },
  federatedCredentials: {
    get: right("federatedidentitycredential-get", OWNED_BY, READ_WRITE),
    make: right("application-post-federatedidentitycredentials", OWNED_BY, READ_WRITE),
    change: right("federatedidentitycredential-update", OWNED_BY, READ_WRITE),
    remove: right("federatedidentitycredential-delete", OWNED_BY, READ_WRITE),
  },
  deletedItems: {
    list: right("directory-deleteditems-list", READ, READ_WRITE),
    get: right("directory-deleteditems-get", READ, OWNED_BY, READ_WRITE, DIRECTORY),
    restore: right("directory-deleteditems-restore", OWNED_BY, READ_WRITE),
    purge: right("directory-deleteditems-delete", OWNED_BY, READ_WRITE),
  },
  servicePrincipals: {
    list: right("serviceprincipal-list", READ, OWNED_BY, READ_WRITE, DIRECTORY),
    get: right("serviceprincipal-get", READ, OWNED_BY, READ_WRITE, DIRECTORY),
    make: right("serviceprincipal-post-serviceprincipals", OWNED_BY, READ_WRITE),
    change: right("serviceprincipal-update", OWNED_BY, READ_WRITE),
    delete: right("serviceprincipal-delete", OWNED_BY, READ_WRITE),
    listOwners: right("serviceprincipal-list-owners", READ, OWNED_BY, READ_WRITE, DIRECTORY),
    addOwner: right("serviceprincipal-post-owners", [OWNED_BY, DIRECTORY], [READ_WRITE, DIRECTORY]),
    removeOwner: right("serviceprincipal-delete-owners", READ_WRITE, OWNED_BY),
  },
  grants: {
    listGiven: right("serviceprincipal-list-approleassignedto", READ, OWNED_BY, READ_WRITE, DIRECTORY),
    listHeld: right("serviceprincipal-list-approleassignments", READ, OWNED_BY, READ_WRITE, DIRECTORY),
    get: right("approleassignment-get", READ, OWNED_BY, READ_WRITE, DIRECTORY),
    // The table wants Application.Read.All beside it; Application.ReadWrite.All holds that (terraform-provider-azuread #1661).
    make: right("serviceprincipal-post-approleassignedto", [GRANT, READ], [GRANT, DIRECTORY], [GRANT, READ_WRITE]),
    delete: right("serviceprincipal-delete-approleassignedto", GRANT),
    // Directory.ReadWrite.All, which opens both too, is not offered here.
    listDelegated: right("serviceprincipal-list-oauth2permissiongrants", DIRECTORY, DELEGATED),
    deleteDelegated: right("oauth2permissiongrant-delete", DELEGATED),
  },
  readPolicies: right("tenantappmanagementpolicy-get", "Policy.Read.All"),
  readOrganization: right("organization-list", "Organization.Read.All", DIRECTORY),
  listGroups: right("group-list", DIRECTORY),
  listUsers: right("user-list", "User.Read.All", "User.ReadWrite.All", DIRECTORY),
  readHealth: right("serviceannouncement-list-healthoverviews", "ServiceHealth.Read.All"),
  readReports: right("reportroot-getoffice365activeusercounts", "Reports.Read.All"),
  readSignInActivities: right("reportroot-list-appcredentialsigninactivities", DIRECTORY),
  readReportSettings: right("adminreportsettings-get", "ReportSettings.Read.All", "ReportSettings.ReadWrite.All"),
  changeReportSettings: right("adminreportsettings-update", "ReportSettings.ReadWrite.All"),
};

/** @param roles of the caller's token @returns whether one of the right's sets is held whole */
export function opens({ anyOf }: Right, roles: readonly string[]): boolean {
  return anyOf.some((set) => set.every((role) => roles.includes(role)));
}

/** Application.ReadWrite.OwnedBy reaches what the caller owns; without it the other sets of the right are left. */
export function opensWhatOthersOwn(right: Right, roles: readonly string[]): boolean {
  const others = roles.filter((role) => role !== OWNED_BY);
  return opens(right, others);
}
