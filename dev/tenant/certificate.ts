import { X509Certificate } from "node:crypto";
import { chmodSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { generate } from "selfsigned";

const DAY = 86_400_000;
const LIFE = 365 * DAY;
const RENEW_BEFORE = 30 * DAY;

/**
 * The tenant's self-signed certificate for localhost and 127.0.0.1, kept in its folder and made anew in its last month.
 * Clients judge it by the machine's clock, so the tenant's own clock plays no part.
 * @returns the certificate's file too, to which SSL_CERT_FILE and NODE_EXTRA_CA_CERTS point clients
 */
export async function tenantCertificate(folder: string) {
  const certificateFile = join(folder, "certificate.pem");
  const keyFile = join(folder, "certificate.key");
  if (!existsSync(keyFile) || !isFresh(certificateFile)) {
    const made = await makeCertificate();
    // The mode of `writeFileSync` counts for new files only.
    writeFileSync(keyFile, made.private, { mode: 0o600 });
    chmodSync(keyFile, 0o600);
    writeFileSync(certificateFile, made.cert);
  }
  return { cert: readFileSync(certificateFile, "utf8"), key: readFileSync(keyFile, "utf8"), certificateFile };
}

function isFresh(file: string): boolean {
  try {
    return Date.parse(new X509Certificate(readFileSync(file)).validTo) - Date.now() > RENEW_BEFORE;
  } catch {
    return false;
  }
}

function makeCertificate() {
  const yesterday = Date.now() - DAY;
  return generate([{ name: "commonName", value: "Embedded Microsoft 365 tenant" }], {
    keyType: "ec",
    algorithm: "sha256",
    notBeforeDate: new Date(yesterday),
    notAfterDate: new Date(yesterday + LIFE),
    extensions: [
      // An authority for itself: both Go and OpenSSL want that of a certificate they are told to trust.
      { name: "basicConstraints", cA: true, pathLenConstraint: 0, critical: true },
      { name: "keyUsage", digitalSignature: true, keyCertSign: true, critical: true },
      { name: "extKeyUsage", serverAuth: true },
      {
        name: "subjectAltName",
        altNames: [
          { type: 2, value: "localhost" },
          { type: 7, ip: "127.0.0.1" },
        ],
      },
    ],
  });
}
