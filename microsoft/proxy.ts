/** Which proxy to go through, by the usual variables. Pure. */
import type { ProxySettings } from "@azure/core-rest-pipeline";
import { isLinkLocal, isLoopback } from "./this-machine.ts";

export interface ChosenProxy {
  settings: ProxySettings;
  /** Host and port, for a person: a proxy's address may hold a password. */
  host: string;
  /** Hosts that go without, each as ".host": that host and all below it, as Go's and so the azuread provider's NO_PROXY. */
  without: readonly string[];
}

/** In the order of the library that signs in (@azure/core-rest-pipeline), upper case before lower case. */
const VARIABLES = ["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy", "HTTP_PROXY", "http_proxy"];

/**
 * @returns undefined where no proxy is set, or NO_PROXY is "*"
 * @throws Error with a sentence for a proxy that is no address, or of a kind that cannot be used
 */
export function proxyOf(env: NodeJS.ProcessEnv): ChosenProxy | undefined {
  const variable = VARIABLES.find((name) => env[name]);
  if (variable === undefined) return undefined;
  const without = (env["NO_PROXY"] || env["no_proxy"] || "")
    .split(",")
    .map((entry) => entry.trim().toLowerCase())
    .filter((entry) => entry !== "");
  if (without.includes("*")) return undefined;
  const url = addressIn(variable, env[variable] ?? "");
  return {
    settings: {
      host: `${url.protocol}//${url.hostname}`,
      port: Number(url.port) || (url.protocol === "https:" ? 443 : 80),
      username: url.username,
      password: url.password,
    },
    host: url.host,
    // "example.com", ".example.com", "*.example.com" and "example.com:443" all mean example.com here, and what is below it.
    without: without.map((entry) => `.${entry.replace(/^\*?\./, "").replace(/:\d+$/, "")}`),
  };
}

/** Whether a host (as in a URL, without its port) is reached through the proxy; this machine's own addresses never are. */
export function goesThrough(proxy: ChosenProxy | undefined, host: string): boolean {
  if (!proxy || isLoopback(host) || isLinkLocal(host)) return false;
  return !proxy.without.some((entry) => `.${host.toLowerCase()}`.endsWith(entry));
}

/** @throws Error; the value is not repeated, for it may hold a password */
function addressIn(variable: string, value: string): URL {
  const url = URL.parse(value.includes("://") ? value : `http://${value}`);
  if (!url?.hostname) {
    throw new Error(`${variable} is no address of a proxy; it must be one such as http://proxy.example.com:3128.`);
  }
  if (url.protocol === "http:" || url.protocol === "https:") return url;
  throw new Error(
    `${variable} names a proxy of the kind ${url.protocol.replace(":", "")}; only http and https can be used here: set ` +
      "HTTPS_PROXY to one, or list the hosts in NO_PROXY.",
  );
}
