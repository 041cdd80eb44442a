/** Addresses of Microsoft's clouds. Pure: imports no Pulumi. */

export interface Cloud {
  /** Where sign-ins and admin consent live. */
  login: string;
  /** The Entra admin centre or, where a cloud has none of its own, the Azure portal. */
  portal: string;
}

const GLOBAL: Cloud = { login: "https://login.microsoftonline.com", portal: "https://entra.microsoft.com" };
const US_GOVERNMENT: Cloud = { login: "https://login.microsoftonline.us", portal: "https://entra.microsoft.us" };
const CHINA: Cloud = { login: "https://login.partner.microsoftonline.cn", portal: "https://entra.microsoftonline.cn" };

/** By the names that azuread's own setting `environment` (or ARM_ENVIRONMENT) takes; source: azuread provider, configuration reference. */
const CLOUDS: Readonly<Record<string, Cloud>> = {
  global: GLOBAL,
  public: GLOBAL,
  usgovernment: US_GOVERNMENT,
  usgovernmentl4: US_GOVERNMENT,
  usgovernmentl5: US_GOVERNMENT,
  dod: US_GOVERNMENT,
  china: CHINA,
};

/**
 * @param environment azuread's `environment`, any case; undefined means global
 * @throws Error when azuread knows no such cloud
 */
export function cloud(environment: string | undefined): Cloud {
  const found = CLOUDS[(environment ?? "global").toLowerCase()];
  if (found) return found;
  throw new Error(
    `azuread:environment is ${JSON.stringify(environment)}; it must be one of ${Object.keys(CLOUDS).join(", ")}.`,
  );
}

/** The page where somebody with the right grants everything the application asks for. */
export function consentUrl({ login }: Cloud, tenantId: string, clientId: string): string {
  return `${login}/${tenantId}/adminconsent?client_id=${clientId}`;
}

/** The application's own page: its permissions and keys. */
export function applicationUrl({ portal }: Cloud, clientId: string): string {
  return `${portal}/#view/Microsoft_AAD_RegisteredApps/ApplicationMenuBlade/~/CallAnAPI/appId/${clientId}`;
}

/** Whether a host (with or without port) is this machine's own, as the embedded tenant's always is. */
export function isLoopback(host: string | undefined): boolean {
  return host !== undefined && /^(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d+)?$/.test(host);
}
