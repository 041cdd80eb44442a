import { Hono } from "hono";
import { allow } from "./access.ts";
import { collection, entity } from "./answers.ts";
import { reportSettings } from "./bodies.ts";
import type { TenantEnv } from "./context.ts";
import { readBody, readQuery } from "./odata.ts";
import { rights } from "./rights.ts";
import { DEFAULT_POLICY_ID } from "./secrets.ts";

/** `/v1.0`: the tenant's policy, and the reads by which ESIA's access is proved. */
export function serviceRoutes(): Hono<TenantEnv> {
  const routes = new Hono<TenantEnv>();

  routes.get("/policies/defaultAppManagementPolicy", allow(rights.readPolicies), (c) => {
    readQuery(c, {});
    return entity(c, "policies/defaultAppManagementPolicy", {
      id: DEFAULT_POLICY_ID,
      displayName: "Default app management tenant policy",
      description:
        "Default tenant policy that enforces app management restrictions on applications and service principals. " +
        "To apply policy to targeted resources, create a new policy under appManagementPolicies collection.",
      ...c.var.tenant.directory.appManagementPolicy,
    });
  });

  routes.get("/organization", allow(rights.readOrganization), (c) => {
    const { tenantId: id, organization } = c.var.tenant.directory;
    const { initialDomain: name, ...named } = organization;
    const verifiedDomains = [{ name, type: "Managed", isDefault: true, isInitial: true, capabilities: "Email" }];
    const value = { id, deletedDateTime: null, ...named, tenantType: "AAD", verifiedDomains };
    return collection(c, "organization", [value], readQuery(c, { select: Object.keys(value) }));
  });

  // The tenant has none.
  routes.get("/groups", allow(rights.listGroups), (c) =>
    collection(c, "groups", [], readQuery(c, { select: ["id", "displayName"], top: true })),
  );

  routes.get("/users", allow(rights.listUsers), (c) => {
    const query = readQuery(c, { select: ["id", "displayName", "userPrincipalName"], top: true });
    return collection(c, "users", c.var.tenant.directory.users, query);
  });

  routes.get("/admin/serviceAnnouncement/healthOverviews", allow(rights.readHealth), (c) => {
    const services = [
      { id: "Exchange", service: "Exchange Online", status: "serviceOperational" },
      { id: "SharePoint", service: "SharePoint Online", status: "serviceOperational" },
      { id: "microsoftteams", service: "Microsoft Teams", status: "serviceOperational" },
    ];
    return collection(c, "admin/serviceAnnouncement/healthOverviews", services, readQuery(c, { top: true }));
  });

  // Graph answers a report with a redirect to a pre-authenticated download of a CSV ("reportRoot: getOffice365ActiveUserCounts").
  routes.get(
    "/reports/:report{getOffice365ActiveUser(Counts|Detail)\\(period='D7'\\)}",
    allow(rights.readReports),
    (c) => {
      readQuery(c, {});
      return c.redirect(`${c.var.tenant.origin}/reports/${c.req.param("report").replace(/\(.*/, "")}`, 302);
    },
  );

  routes.get("/admin/reportSettings", allow(rights.readReportSettings), (c) => {
    readQuery(c, {});
    return entity(c, "admin/reportSettings", c.var.tenant.directory.reportSettings);
  });
  routes.patch("/admin/reportSettings", allow(rights.changeReportSettings), async (c) => {
    c.var.tenant.directory.reportSettings = await readBody(c, reportSettings);
    return c.body(null, 204);
  });
  return routes;
}

/** Where reports are downloaded from, without a token. `true` in the tenant's settings means that names are hidden. */
export function reportDownloadRoutes(): Hono<TenantEnv> {
  const routes = new Hono<TenantEnv>();
  routes.get("/reports/getOffice365ActiveUserCounts", (c) => {
    const date = c.var.tenant.now().toISOString().slice(0, 10);
    return c.text(`Report Refresh Date,Office 365,Exchange,Report Date,Report Period\n${date},1,1,${date},7\n`);
  });
  routes.get("/reports/getOffice365ActiveUserDetail", (c) => {
    const { directory, now } = c.var.tenant;
    const date = now().toISOString().slice(0, 10);
    const hidden = directory.reportSettings.displayConcealedNames;
    const rows = directory.users.map((user) => {
      const name = hidden ? "0123456789ABCDEF0123456789ABCDEF" : user.userPrincipalName;
      return `${date},${name},${hidden ? name : user.displayName},False\n`;
    });
    return c.text(`Report Refresh Date,User Principal Name,Display Name,Is Deleted\n${rows.join("")}`);
  });
  return routes;
}
