/** Which way a request leaves this machine: straight, or through the proxy. The sign-in and all reads take the same. */
import { Agent as HttpAgent } from "node:http";
import { Agent as HttpsAgent } from "node:https";
import type { PipelinePolicy } from "@azure/core-rest-pipeline";
import { type ChosenProxy, goesThrough, proxyOf } from "./proxy.ts";

export interface Wires {
  /** undefined where no proxy is set. */
  proxy: ChosenProxy | undefined;
  /** Takes a request past the proxy where it must not or need not go there: this machine's own addresses, NO_PROXY. */
  straight: PipelinePolicy;
}

/**
 * @param ca certificates (PEM) to trust in place of Node's own, on straight ways
 * @throws Error with a sentence when the environment names a proxy that cannot be one
 */
export function wires(env: NodeJS.ProcessEnv, ca?: string): Wires {
  const proxy = proxyOf(env);
  // A connection kept alive would only be one more that the far side may have closed.
  const http = new HttpAgent({ keepAlive: false });
  const https = new HttpsAgent({ keepAlive: false, ...(ca !== undefined && { ca }) });
  return {
    proxy,
    straight: {
      name: "straight",
      sendRequest(request, next) {
        const { hostname, protocol } = new URL(request.url);
        if (!goesThrough(proxy, hostname)) request.agent = protocol === "http:" ? http : https;
        return next(request);
      },
    },
  };
}
