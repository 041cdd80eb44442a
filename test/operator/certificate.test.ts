import { createPrivateKey, X509Certificate } from "node:crypto";
import { describe, expect, it } from "vitest";
import { certificateCredential } from "../../operator/certificate.ts";
import { pemOf } from "../../operator/pkcs12.ts";
import { AES, IN_CLEAR, RC2, TRIPLE_DES, WITHOUT_PASSWORD } from "./certificate-samples.ts";

describe("a PKCS#12 bundle", () => {
  it.each([
    ["of AES", AES, "pä ss"],
    ["of triple DES", TRIPLE_DES, "pä ss"],
    ["without a password", WITHOUT_PASSWORD, ""],
  ])("%s gives certificate and key", (_, pfx, password) => {
    const pem = pemOf(pfx, password);
    const certificate = new X509Certificate(pem.slice(pem.indexOf("-----BEGIN CERTIFICATE")));
    expect(certificate.subject).toBe("CN=operator of a test");
    expect(certificate.checkPrivateKey(createPrivateKey(pem))).toBe(true);
  });

  it.each([
    ["with another password", AES, "other", "the password does not fit (ARM_CLIENT_CERTIFICATE_PASSWORD)."],
    [
      "of RC2",
      RC2,
      "x",
      "it is encrypted in an old way (RC2); export it anew with AES, as 'openssl pkcs12 -export' does by itself.",
    ],
    [
      "in clear",
      IN_CLEAR,
      "x",
      "its private key is not encrypted or not there. Export certificate and key as PKCS#12.",
    ],
  ])("%s is refused", (_, pfx, password, sentence) => {
    expect(() => pemOf(pfx, password)).toThrow(new Error(sentence));
  });

  it("that is none is refused, under the name of the setting, when a token is asked for", async () => {
    const setting = (value: string, from: string) => ({ value, from });
    const credential = certificateCredential(
      {
        clientCertificate: setting("", "azuread:clientCertificate"),
        clientCertificatePath: setting("op.pem", "ARM_CLIENT_CERTIFICATE_PATH"),
        clientCertificatePassword: setting("", "ARM_CLIENT_CERTIFICATE_PASSWORD"),
        clientId: setting("c", "ARM_CLIENT_ID"),
        tenantId: setting("t", "ARM_TENANT_ID"),
        readFile: () => Buffer.from("-----BEGIN CERTIFICATE-----"),
      },
      {},
    );
    await expect(credential.getToken("x")).rejects.toThrow(
      /^ARM_CLIENT_CERTIFICATE_PATH holds no client certificate that can be used: it is no PKCS#12 bundle \(/,
    );
  });
});
