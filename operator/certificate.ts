/** A sign-in with a client certificate as the azuread provider takes it (PKCS#12), by Microsoft's library. */
import {
  ClientCertificateCredential,
  type ClientCertificateCredentialOptions,
  type TokenCredential,
} from "@azure/identity";
import { pemOf } from "./pkcs12.ts";
import type { ProviderSettings } from "./provider-settings.ts";

/** @throws Error, when a token is asked for, saying which setting is wrong and how the certificate must be */
export function certificateCredential(
  settings: Pick<
    ProviderSettings,
    "clientCertificate" | "clientCertificatePath" | "clientCertificatePassword" | "clientId" | "tenantId" | "readFile"
  >,
  options: ClientCertificateCredentialOptions,
): TokenCredential {
  let made: ClientCertificateCredential | undefined;
  const make = () => {
    const { clientCertificate, clientCertificatePath, clientCertificatePassword, readFile } = settings;
    const source = clientCertificate.value ? clientCertificate : clientCertificatePath;
    let certificate: string;
    try {
      const pfx = clientCertificate.value
        ? Buffer.from(clientCertificate.value, "base64")
        : readFile(clientCertificatePath.value);
      certificate = pemOf(pfx, clientCertificatePassword.value);
    } catch (error) {
      throw new Error(`${source.from} holds no client certificate that can be used: ${(error as Error).message}`);
    }
    return new ClientCertificateCredential(settings.tenantId.value, settings.clientId.value, { certificate }, options);
  };
  return {
    getToken: async (scopes, how) => {
      made ??= make();
      return made.getToken(scopes, how);
    },
  };
}
