/** What stands between this machine and Microsoft: words of Go's net and crypto packages, of Node and of proxies. Data. */
import type { About, Explained } from "./kinds.ts";

/** What was asked was on this machine: only the embedded tenant is. */
const EMBEDDED = /https:\/\/(?:localhost|127\.0\.0\.1|\[::1\])[:/]|embedded tenant/;
const isLocal = ({ findings }: About) =>
  findings.some(({ text }) => EMBEDDED.test(text) && !/proxyconnect|proxy/i.test(text));
/** Nothing listened at an address of this machine; a proxy's can be one. */
const NEARBY = /(?:localhost|127\.0\.0\.1|\[::1\]|::1):\d{1,5}/;
const isNearby = ({ findings }: About) => findings.some(({ text }) => NEARBY.test(text));

export const NETWORK: readonly Explained[] = [
  {
    id: "proxy wants a sign-in",
    class: "network",
    signs: { status: [407], phrases: [/Proxy Authentication Required|proxy authentication/i] },
    what: "The proxy on the way wants a name and a password (407).",
    why: "HTTPS_PROXY names it without them, or they are not right.",
    action:
      "Ask whoever keeps the network; set HTTPS_PROXY with what the proxy wants, or let this machine pass without, then run again.",
    command: ({ next }) => next.doctor,
  },
  {
    id: "certificate not trusted",
    class: "network",
    signs: {
      phrases: [
        /x509:/,
        /CERT_HAS_EXPIRED|SELF_SIGNED_CERT|UNABLE_TO_(?:GET|VERIFY)|ERR_TLS_CERT_ALTNAME|CERTIFICATE_VERIFY_FAILED/,
        /is not trusted \(/,
        /certificate (?:is not trusted|has expired or is not yet valid|signed by unknown)/,
        /self[- ]signed certificate/,
        /unable to verify the first certificate/,
        /SSL routines|certificate verify failed/,
      ],
    },
    what: "The certificate of the sign-in server or of Graph is not trusted.",
    why: "A proxy on the way puts its own in its place, or this machine's certificates or clock are out of date.",
    action:
      "Name the proxy's certificate in SSL_CERT_FILE (Pulumi) and NODE_EXTRA_CA_CERTS (Node). Never switch the check off.",
    command: ({ next }) => next.doctor,
  },
  {
    id: "something else answered",
    class: "network",
    signs: {
      phrases: [
        /invalid character '<' looking for/,
        /<!DOCTYPE html|<html/i,
        /unsupported content-type "text/,
        /could not determine Content-Type/,
        /Unexpected token '?</,
        /first record does not look like a TLS handshake|server gave HTTP response to HTTPS client|wrong version number|EPROTO/,
      ],
    },
    where: ({ text, status }) => !status.some((one) => one >= 500) || /TLS handshake|HTTP response to HTTPS/.test(text),
    what: "Something else than Microsoft answered.",
    why: "A proxy, a firewall or a network's welcome page stands between.",
    action:
      "Open login.microsoftonline.com in a browser on this machine to see what it is; check HTTPS_PROXY and NO_PROXY, then run again.",
    command: ({ next }) => next.doctor,
  },
  {
    id: "connection lost",
    class: "network",
    signs: {
      phrases: [
        /connection may have been reset|HTTP response was nil/,
        /dropped the connection/,
        /connection reset by peer|ECONNRESET|EPIPE|broken pipe|socket hang up|UND_ERR_SOCKET/,
        /unexpected EOF|: EOF\b/,
        /server closed idle connection|http2: .{0,60}(?:GOAWAY|client connection lost)/,
      ],
    },
    unsure: true,
    what: "The connection broke before Microsoft Graph had answered, so it is unknown whether the last change was made.",
    why: "The network, or a proxy on the way.",
    action:
      "Run again: it goes on where it stopped. If that ends in 'already exists', or to be sure that no secret was left, ask doctor.",
    command: ({ next }) => `${next.again}, then ${next.doctor}`,
  },
  {
    id: "no connection",
    class: "network",
    signs: {
      phrases: [
        /connection refused|no such host|i\/o timeout|network is unreachable|no route to host|TLS handshake timeout|server misbehaving|Temporary failure in name resolution/,
        /ECONNREFUSED|ENOTFOUND|ETIMEDOUT|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|UND_ERR_CONNECT_TIMEOUT|ERR_SOCKET_CONNECTION_TIMEOUT/,
        /endpoints_resolution_error|openid_config_error|network_error|embedded tenant does not answer|fetch failed|getaddrinfo/,
        /Client\.Timeout exceeded|proxyconnect tcp|request canceled while waiting for connection|connect: connection timed out|remote error: tls/,
        /actively refused it|A connection attempt failed because|Max retries exceeded with url|Failed to establish a new connection/,
      ],
    },
    what: "There is no connection to Microsoft's sign-in server or to Graph.",
    why: (about) =>
      isLocal(about)
        ? "The embedded tenant, which this stack is for, is not running."
        : isNearby(about)
          ? "Nothing listens at an address of this machine: a proxy that HTTPS_PROXY names there, or the embedded tenant of the dev stack."
          : "The network is down, a name is not found, or a proxy is needed or refuses (HTTPS_PROXY).",
    action: (about) =>
      isLocal(about)
        ? "Start it in another terminal, and load here what it names."
        : isNearby(about)
          ? "Start the proxy or correct HTTPS_PROXY; for the dev stack 'npm run tenant' starts its tenant. Then run again: what could not be sent was not done."
          : "Check the network, then run again: what could not be sent was not done.",
    command: (about) => (isLocal(about) ? "'npm run tenant'" : about.next.doctor),
  },
];
