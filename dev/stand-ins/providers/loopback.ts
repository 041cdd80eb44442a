const LOOPBACK = ["localhost", "127.0.0.1", "[::1]"];

/** How an operator gets the provider that this one stands in for. */
export const REAL_PROVIDER = "pulumi plugin install resource azuread 6.9.1";

/**
 * Lets only addresses of this very machine through. The plugin stands in for the real azuread provider in the dev stack
 * and the tests; a real tenant must never be touched by it, nor an operator's credentials be sent anywhere.
 *
 * @param what which address this is, as the operator knows it
 * @param address an `https` URL
 * @returns the URL's origin, without a slash at its end
 * @throws that the address is not the embedded tenant's, with the way to the real provider
 */
export function loopbackOrigin(what: string, address: string): string {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url?.protocol !== "https:" || !LOOPBACK.includes(url.hostname) || url.username !== "" || url.password !== "") {
    throw new Error(refusal(`the ${what} is ${address}`));
  }
  return url.origin;
}

/** The sentence with which everything but the embedded tenant is refused. */
export function refusal(because: string): string {
  return (
    `This stand-in for the azuread provider serves only the embedded tenant on this machine, and ${because}: ` +
    `for any other tenant install the real provider (${REAL_PROVIDER}).`
  );
}
