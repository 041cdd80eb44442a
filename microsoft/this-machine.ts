/** Addresses that never leave this machine or its host. Pure. */

/** What the embedded tenant calls its cloud: by that name an Azure CLI is known that can sign in to it and to no other. */
export const EMBEDDED_CLOUD = "EmbeddedTenant";

/** Whether a host (with or without port) is this machine's own, as the embedded tenant's always is. */
export function isLoopback(host: string | undefined): boolean {
  return host !== undefined && /^(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d+)?$/.test(host);
}

/** Whether a host is the link-local address at which a cloud machine's host hands out that machine's own identity. */
export function isLinkLocal(host: string): boolean {
  return /^169\.254(\.\d{1,3}){2}(:\d+)?$/.test(host);
}
