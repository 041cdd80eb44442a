import { OPERATOR_CLIENT_ID } from "./seed.ts";

/** The provider's settings: its documentation's "Authenticating using a Service Principal and Client Secret". */
export function environmentFor(
  tenantId: string,
  metadataHost: string,
  secret: string,
  certificateFile: string,
): Record<string, string> {
  return {
    ARM_METADATA_HOSTNAME: metadataHost,
    ARM_TENANT_ID: tenantId,
    ARM_CLIENT_ID: OPERATOR_CLIENT_ID,
    ARM_CLIENT_SECRET: secret,
    ARM_ENVIRONMENT: "public",
    ARM_USE_CLI: "false",
    ARM_USE_MSI: "false",
    ARM_USE_OIDC: "false",
    ARM_USE_AKS_WORKLOAD_IDENTITY: "false",
    // Empty, because a value in the surroundings would be preferred to the secret.
    ARM_CLIENT_ID_FILE_PATH: "",
    ARM_CLIENT_SECRET_FILE_PATH: "",
    ARM_CLIENT_CERTIFICATE: "",
    ARM_CLIENT_CERTIFICATE_PATH: "",
    ARM_CLIENT_CERTIFICATE_PASSWORD: "",
    ARM_OIDC_TOKEN: "",
    ARM_OIDC_TOKEN_FILE_PATH: "",
    SSL_CERT_FILE: certificateFile,
    NODE_EXTRA_CA_CERTS: certificateFile,
  };
}
