/** azuread's settings that hold a credential themselves, and whether the stack's configuration keeps them secret. Pure. */

import type { Command } from "../stack/command.ts";

/** Each with the environment variable that azuread reads instead. */
export const CREDENTIALS: Readonly<Record<string, string>> = {
  clientSecret: "ARM_CLIENT_SECRET",
  clientCertificate: "ARM_CLIENT_CERTIFICATE",
  clientCertificatePassword: "ARM_CLIENT_CERTIFICATE_PASSWORD",
  oidcToken: "ARM_OIDC_TOKEN",
  oidcRequestToken: "ARM_OIDC_REQUEST_TOKEN",
};

export interface InClear {
  why: string;
  next: string;
}

/**
 * A credential that the stack's configuration holds in clear stands in the stack's settings file, and each run writes it into
 * the backend's history. The run works all the same, and only says so: it must not keep a key that is due from being made.
 * @param config the whole configuration, by full key
 * @param isSecret whether Pulumi keeps the value of a key encrypted
 * @param command puts words of Pulumi's command line into a command, in quotes
 */
export function credentialsInClear(
  config: Readonly<Record<string, string>>,
  isSecret: (key: string) => boolean,
  command: Command,
): InClear[] {
  return Object.entries(CREDENTIALS)
    .map(([name, variable]) => ({ key: `azuread:${name}`, variable }))
    .filter(({ key }) => config[key] && !isSecret(key))
    .map(({ key, variable }) => ({
      why:
        `${key} is in clear in the stack's configuration: whoever can read the stack's settings file, or the backend's history ` +
        "and backups, can sign in as the operator.",
      next:
        `Replace it in Entra, since copies stay, then ${command(`config rm ${key}`)} and set ${variable} in the environment, or ` +
        `${command(`config set --secret ${key}`)}.`,
    }));
}

/**
 * What Pulumi tells a program of its configuration's secrets (sdk/nodejs/runtime/config.ts).
 * @param listed the environment variable PULUMI_CONFIG_SECRET_KEYS
 * @returns whether a key's value is kept encrypted; where nothing is told none is said to be in clear
 */
export function toldSecret(listed: string | undefined): (key: string) => boolean {
  if (!listed) return () => true;
  const keys: unknown = JSON.parse(listed);
  return (key) => !Array.isArray(keys) || keys.includes(key);
}
