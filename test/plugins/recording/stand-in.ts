import { readFileSync } from "node:fs";
import { Agent, request } from "node:https";
import { azuread } from "../../../dev/stand-ins/providers/azuread-provider.ts";

import { listen } from "../../../dev/stand-ins/providers/plugin-server.ts";
import { type Surroundings, unreachable } from "../../../dev/stand-ins/providers/reach.ts";
import type { Tenant } from "../../../dev/tenant/server.ts";
import { WireClient } from "./wire-client.ts";

/**
 * Serves the stand-in of azuread within this process, in a world where nobody waits.
 *
 * @param tenant what it works in
 */
export async function standIn(tenant: Tenant): Promise<{ client: WireClient; stop(): void }> {
  const ca = readFileSync(tenant.environment["SSL_CERT_FILE"] ?? "", "utf8");
  const agent = new Agent({ ca, keepAlive: true });
  let waited = 0;
  const wait = async (milliseconds: number) => {
    waited += milliseconds;
  };
  const surroundings: Surroundings = { send: sending(agent), wait, settle: wait, now: () => Date.now() + waited };
  const { port, stop } = await listen(azuread(tenant.environment, surroundings));
  const client = new WireClient(port);
  return {
    client,
    stop() {
      client.close();
      stop();
      agent.destroy();
    },
  };
}

/** `fetch` over TLS with an agent of our own: Node's takes its certificates from the environment at the start of the process. */
function sending(agent: Agent): Surroundings["send"] {
  return (url, init) =>
    new Promise((done, fail) => {
      const sent = request(
        url,
        { method: init.method ?? "GET", headers: init.headers as Record<string, string>, agent },
        (response) => {
          const parts: Buffer[] = [];
          response.on("data", (part: Buffer) => parts.push(part));
          response.on("error", fail);
          response.on("end", () => {
            const { statusCode: status = 0, statusMessage: statusText = "" } = response;
            const headers = response.headers as Record<string, string>;
            const body = status === 204 ? null : Buffer.concat(parts).toString("utf8");
            done(new Response(body, { status, statusText, headers }));
          });
        },
      );
      sent.on("error", (thrown) => fail(unreachable(new URL(url).origin, thrown)));
      sent.end(init.body ?? undefined);
    });
}
