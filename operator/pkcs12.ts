/** A certificate with its key, from the form that azuread takes (PKCS#12) into the one that libraries take (PEM). */
import { createPrivateKey, X509Certificate } from "node:crypto";
import { duplexPair } from "node:stream";
import { createSecureContext, type PeerCertificate, TLSSocket } from "node:tls";

/** pkcs-12-pkcs-8ShroudedKeyBag, RFC 7292, in DER. */
const SHROUDED_KEY = Buffer.from("060b2a864886f70d010c0a0102", "hex");

/**
 * Turns a PKCS#12 bundle into PEM. Node opens such bundles for TLS only: the certificate is read back from there, and the
 * key, which TLS does not give out, is an encrypted PKCS#8 of its own inside the bundle.
 * @param pfx certificate with its private key
 * @param password "" for none
 * @returns the private key (PKCS#8) and the certificate
 * @throws Error saying what is wrong with the bundle
 */
export function pemOf(pfx: Buffer, password: string): string {
  const certificate = certificateIn(pfx, password);
  const at = pfx.indexOf(SHROUDED_KEY);
  if (at < 0) throw new Error("its private key is not encrypted or not there. Export certificate and key as PKCS#12.");
  const key = createPrivateKey({
    key: contentAt(pfx, at + SHROUDED_KEY.length),
    format: "der",
    type: "pkcs8",
    passphrase: password,
  });
  if (!certificate.checkPrivateKey(key)) throw new Error("its private key belongs to another certificate.");
  return `${key.export({ format: "pem", type: "pkcs8" })}${certificate.toString()}`;
}

function certificateIn(pfx: Buffer, password: string): X509Certificate {
  let socket: TLSSocket | undefined;
  try {
    // Entra decides which keys are strong enough, not this machine's OpenSSL.
    const secureContext = createSecureContext({ pfx, passphrase: password, ciphers: "DEFAULT@SECLEVEL=0" });
    socket = new TLSSocket(duplexPair()[0], { isServer: true, secureContext });
    return new X509Certificate((socket.getCertificate() as PeerCertificate).raw);
  } catch (error) {
    const said = (error as Error).message;
    if (/mac verify/i.test(said)) throw new Error("the password does not fit (ARM_CLIENT_CERTIFICATE_PASSWORD).");
    if (/unsupported/i.test(said)) {
      throw new Error(
        "it is encrypted in an old way (RC2); export it anew with AES, as 'openssl pkcs12 -export' does by itself.",
      );
    }
    throw new Error(`it is no PKCS#12 bundle (${said}).`);
  } finally {
    socket?.destroy();
  }
}

/** The content of the DER element that begins at a place: tag, length, content. */
function contentAt(der: Buffer, at: number): Buffer {
  const short = der.readUInt8(at + 1);
  if (short < 0x80) return der.subarray(at + 2, at + 2 + short);
  const digits = short & 0x7f;
  if (digits === 0 || digits > 4)
    throw new Error("it is not encoded in DER; export it anew with 'openssl pkcs12 -export'.");
  const start = at + 2 + digits;
  return der.subarray(start, start + der.readUIntBE(at + 2, digits));
}
