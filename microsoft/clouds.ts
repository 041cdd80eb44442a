/** Microsoft's clouds: one row each, with every address of theirs that this project uses. Pure. */
import { quoted } from "../machine/printed.mjs";

export interface Cloud {
  /** Where sign-ins and admin consent live. */
  login: string;
  /** The Entra admin centre or, where a cloud has none of its own, the Azure portal. */
  portal: string;
  graph: string;
  /** The Office 365 Management APIs; undefined where Microsoft documents none. */
  management: string | undefined;
  /** The Management APIs of GCC, the US government's tenants that sign in at the global cloud. */
  managementOfGcc: string | undefined;
  /** Whether v1.0's usage reports, and the setting of names in them, are documented for it. */
  usageReports: boolean;
}

const GLOBAL: Cloud = {
  login: "https://login.microsoftonline.com",
  portal: "https://entra.microsoft.com",
  graph: "https://graph.microsoft.com",
  management: "https://manage.office.com",
  managementOfGcc: "https://manage-gcc.office.com",
  usageReports: true,
};

/** GCC High. */
const US_GOVERNMENT: Cloud = {
  login: "https://login.microsoftonline.us",
  portal: "https://entra.microsoft.us",
  graph: "https://graph.microsoft.us",
  management: "https://manage.office365.us",
  managementOfGcc: undefined,
  usageReports: false,
};

const DEPARTMENT_OF_DEFENSE: Cloud = {
  ...US_GOVERNMENT,
  graph: "https://dod-graph.microsoft.us",
  management: "https://manage.protection.apps.mil",
};

const CHINA: Cloud = {
  login: "https://login.partner.microsoftonline.cn",
  portal: "https://entra.microsoftonline.cn",
  graph: "https://microsoftgraph.chinacloudapi.cn",
  management: undefined,
  managementOfGcc: undefined,
  usageReports: false,
};

/**
 * By the names that azuread's setting `environment` (or ARM_ENVIRONMENT) takes. Sources: azuread provider, configuration
 * reference; "National cloud deployments" (learn.microsoft.com/graph/deployments); "Office 365 Management Activity API
 * reference"; the tables of national clouds of the reportRoot and adminReportSettings pages.
 */
const CLOUDS: Readonly<Record<string, Cloud>> = {
  global: GLOBAL,
  public: GLOBAL,
  usgovernment: US_GOVERNMENT,
  usgovernmentl4: US_GOVERNMENT,
  usgovernmentl5: DEPARTMENT_OF_DEFENSE,
  dod: DEPARTMENT_OF_DEFENSE,
  china: CHINA,
};

/**
 * @param environments azuread's `environment` and what stands in for it, in order, in any case; the first that is set and
 *   not empty counts, without any it is the global cloud
 * @throws Error when azuread knows no such cloud
 */
export function cloud(...environments: readonly (string | undefined)[]): Cloud {
  const environment = environments.find((candidate) => candidate) ?? "global";
  const name = environment.toLowerCase();
  const found = Object.hasOwn(CLOUDS, name) ? CLOUDS[name] : undefined;
  if (found) return found;
  throw new Error(
    `azuread:environment is ${quoted(environment)}; it must be one of ${Object.keys(CLOUDS).join(", ")}.`,
  );
}

/** The page where somebody with the right grants everything the application asks for. */
export function consentUrl({ login }: Pick<Cloud, "login">, tenantId: string, clientId: string): string {
  return `${login}/${tenantId}/adminconsent?client_id=${clientId}`;
}

/** The application's own page: its permissions and keys. */
export function applicationUrl({ portal }: Pick<Cloud, "portal">, clientId: string): string {
  return `${portal}/#view/Microsoft_AAD_RegisteredApps/ApplicationMenuBlade/~/CallAnAPI/appId/${clientId}`;
}

/** Where Microsoft explains a sign-in error, of any cloud, by the number behind AADSTS. */
export function signInErrorUrl(code: number): string {
  return `${GLOBAL.login}/error?code=${code}`;
}
