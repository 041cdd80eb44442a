/** How the resource of names-in-reports.ts signs in when it runs: azuread's settings, without credentials. Pure. */

import { CREDENTIALS } from "../operator/credentials.ts";
import type { Command } from "../stack/command.ts";

/** azuread's settings that say who signs in, where and how; files are named, not read. */
const SETTINGS = [
  "adoPipelineServiceConnectionId",
  "clientCertificatePath",
  "clientId",
  "clientIdFilePath",
  "clientSecretFilePath",
  "environment",
  "metadataHost",
  "msiEndpoint",
  "oidcRequestUrl",
  "oidcTokenFilePath",
  "tenantId",
  "useAksWorkloadIdentity",
  "useCli",
  "useMsi",
  "useOidc",
].map((name) => `azuread:${name}`);

/**
 * What the state keeps of the stack's configuration, because a later 'pulumi destroy' runs without this program.
 * @param config the whole configuration by full key
 * @param command puts words of Pulumi's command line into a command for this stack, in quotes
 * @throws Error when a credential is in the configuration: it would have to enter the state
 */
export function operatorSettings(config: Readonly<Record<string, string>>, command: Command): Record<string, string> {
  const [name, variable] = Object.entries(CREDENTIALS).find(([key]) => config[`azuread:${key}`]) ?? [];
  if (name !== undefined) {
    throw new Error(
      `esia:showNamesInReports keeps the operator's credentials out of the stack's state, so azuread:${name} cannot be in its ` +
        `configuration: ${command(`config rm azuread:${name}`)} and set ${variable} in the environment, which azuread reads as well.`,
    );
  }
  return Object.fromEntries(SETTINGS.filter((key) => config[key]).map((key) => [key, config[key] as string]));
}
