import { once } from "node:events";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { join, resolve } from "node:path";
import type { Duplex } from "node:stream";
import { getRequestListener } from "@hono/node-server";
import { tenantApp } from "./app.ts";
import { tenantCertificate } from "./certificate.ts";
import type { TenantContext } from "./context.ts";
import type { Directory } from "./directory.ts";
import { azureCliEnvironment, providerEnvironment } from "./environments.ts";
import { Faults } from "./faults.ts";
import type { RequestRecord } from "./journal.ts";
import { type RouteName, routesOf } from "./route-table.ts";
import { operatorSecret } from "./seed.ts";
import { Sessions } from "./sessions.ts";
import { SignIns } from "./sign-ins.ts";
import { openState } from "./state.ts";
import { createTokenAuthority } from "./tokens.ts";
import { usersPassword } from "./users.ts";

export type { Directory } from "./directory.ts";
export type { RequestRecord } from "./journal.ts";
export { EMBEDDED_TENANT_ID, OPERATOR_CLIENT_ID } from "./seed.ts";

export interface TenantOptions {
  /** Folder for certificate and state.json; state is written after each change and read at start. */
  folder: string;
  /** 0, the default, is any free port. */
  port?: number;
  /** The tenant's clock at start; default the real one. */
  now?: () => Date;
  /** A route that is left out, as `GET /tenants`: tests show with it that it is needed. */
  without?: RouteName;
}

export interface Tenant {
  tenantId: string;
  port: number;
  /** `localhost:PORT` */
  metadataHost: string;
  /** What a provider needs to reach the tenant as its operator, and what keeps it from signing in any other way. */
  environment: Record<string, string>;
  /** What lets the Azure CLI sign in to the tenant as one of its users, and their password. */
  azureCli: { environment: Record<string, string>; password: string };
  /** All that it answers, as `GET /tenants`. */
  routes: RouteName[];
  /** The state, for tests to ask and to edit directly. */
  directory: Directory;
  /** Every request since the start, or since a test emptied the list; secrets' values are "[secret]". */
  requests: RequestRecord[];
  /** Requests that the tenant does not understand: empty at the end of a test, or the test has failed. */
  strictRefusals: RequestRecord[];
  clock: { now(): Date; set(now: () => Date): void };
  faults: Faults;
  /** Which keys signed in, as Entra's report tells it, and what that report leaves out. */
  signIns: SignIns;
  /** Where on this machine issuers are whose tokens sign in, by the issuer that the tokens name. */
  issuers: Map<string, string>;
  /** Stops at once and drops open connections. */
  close(): Promise<void>;
}

/**
 * Starts the embedded Microsoft 365 tenant on the loopback interface.
 * @throws Error when the port is taken or the folder holds another tenant's state
 */
export async function startTenant({
  folder,
  port = 0,
  now = () => new Date(),
  without,
}: TenantOptions): Promise<Tenant> {
  const clock = {
    now: () => now(),
    set: (next: () => Date) => {
      now = next;
    },
  };
  const state = openState(folder, clock.now());
  const { directory } = state;
  const secret = operatorSecret(directory, join(folder, "operator-secret"), clock.now());
  state.save();
  const faults = new Faults();
  const signIns = new SignIns(folder);
  const requests: RequestRecord[] = [];
  const strictRefusals: RequestRecord[] = [];
  const { cert, key, certificateFile } = await tenantCertificate(resolve(folder));
  const issuers = { standIns: new Map<string, string>(), certificateFile };
  const context: TenantContext = {
    directory,
    authority: await createTokenAuthority(directory.tenantId, clock.now, join(folder, "signing-key.pem")),
    origin: "",
    now: clock.now,
    faults,
    signIns,
    issuers,
    users: {
      password: usersPassword(join(folder, "users-password")),
      sessions: new Sessions(folder),
      devices: new Map(),
      codes: new Map(),
    },
  };
  const app = tenantApp(context, state, requests, strictRefusals, without);
  const listener = getRequestListener(app.fetch);
  const server = createServer({ cert, key }, listener);
  // The provider reads again after exactly 5 s, Node's default: an answerless closed connection would be a coin toss.
  server.keepAliveTimeout = 120_000;
  const sockets = new Set<Duplex>();
  server.on("connection", (socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
  });
  server.listen(port, "127.0.0.1");
  await once(server, "listening");
  const bound = (server.address() as AddressInfo).port;
  const metadataHost = `localhost:${bound}`;
  context.origin = `https://${metadataHost}`;
  return {
    tenantId: directory.tenantId,
    port: bound,
    metadataHost,
    environment: providerEnvironment(directory.tenantId, metadataHost, secret, certificateFile),
    azureCli: {
      environment: azureCliEnvironment(resolve(folder), context.origin, certificateFile),
      password: context.users.password,
    },
    directory,
    routes: routesOf(app),
    requests,
    strictRefusals,
    clock,
    faults,
    signIns,
    issuers: issuers.standIns,
    close: async () => {
      state.save();
      const closed = new Promise((done) => server.close(done));
      // Not `closeAllConnections`: it knows no connection that has not finished its TLS handshake.
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}
