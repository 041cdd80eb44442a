/** What lets real clients sign in to the embedded tenant, by environment variables alone. */
import { join } from "node:path";
import { EMBEDDED_CLOUD } from "../../microsoft/this-machine.ts";
import { OPERATOR_CLIENT_ID } from "./seed.ts";

/** The provider's settings: its documentation's "Authenticating using a Service Principal and Client Secret". */
export function providerEnvironment(tenantId: string, metadataHost: string, secret: string, certificateFile: string) {
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

/**
 * The Azure CLI's settings by environment variables, so that nothing is registered in it: a folder of its own, the cloud that
 * the tenant describes, whose host Microsoft cannot vouch for, and the certificate for its HTTP library.
 */
export function azureCliEnvironment(folder: string, origin: string, certificateFile: string): Record<string, string> {
  return {
    AZURE_CONFIG_DIR: join(folder, "azure"),
    ARM_CLOUD_METADATA_URL: `${origin}/metadata/endpoints?api-version=2019-05-01`,
    AZURE_CLOUD_NAME: EMBEDDED_CLOUD,
    AZURE_CORE_INSTANCE_DISCOVERY: "false",
    AZURE_CORE_COLLECT_TELEMETRY: "false",
    REQUESTS_CA_BUNDLE: certificateFile,
  };
}
