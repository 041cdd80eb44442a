/** One certificate more to trust, for the embedded tenant: Node reads NODE_EXTRA_CA_CERTS only when a process starts. */
import * as tls from "node:tls";

/**
 * @param ca certificate (PEM); what is trusted already stays so
 */
export function trustAlso(ca: string): void {
  // From Node 22.19 on. Before, the certificate must be in NODE_EXTRA_CA_CERTS, as 'npm run tenant' says.
  tls.setDefaultCACertificates?.([...tls.getCACertificates("default"), ca]);
}
