import { X509Certificate } from "node:crypto";
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { generate } from "selfsigned";

export interface Certificate {
  certificate: string;
  key: string;
  /** What clients are pointed to by SSL_CERT_FILE and NODE_EXTRA_CA_CERTS. */
  certificateFile: string;
}

const DAY = 86_400_000;
const LIFE = 365 * DAY;
const RENEW_BEFORE = 30 * DAY;

/**
 * The tenant's self-signed certificate for localhost and 127.0.0.1, kept in its folder and made anew in its last month.
 * Clients judge it by the machine's clock, so the tenant's own clock plays no part.
 */
export async function tenantCertificate(folder: string): Promise<Certificate> {
  mkdirSync(folder, { recursive: true });
  const certificateFile = join(folder, "certificate.pem");
  const keyFile = join(folder, "certificate.key");
  if (!existsSync(certificateFile) || !existsSync(keyFile) || !isFresh(readFileSync(certificateFile, "utf8"))) {
    const made = await makeCertificate();
    // The mode of `writeFileSync` counts for new files only.
    writeFileSync(keyFile, made.private, { mode: 0o600 });
    chmodSync(keyFile, 0o600);
    writeFileSync(certificateFile, made.cert);
  }
  return {
    certificate: readFileSync(certificateFile, "utf8"),
    key: readFileSync(keyFile, "utf8"),
    certificateFile,
  };
}

function isFresh(pem: string): boolean {
  try {
    return new X509Certificate(pem).validToDate.getTime() - Date.now() > RENEW_BEFORE;
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
