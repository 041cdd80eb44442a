import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { request } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach } from "vitest";
import { type Directory, startTenant, type Tenant } from "../../dev/tenant/server.ts";

export interface Answer {
  status: number;
  body: unknown;
  headers: Record<string, string | string[] | undefined>;
}

export interface Sending {
  token?: string;
  json?: unknown;
  form?: Record<string, string>;
  headers?: Record<string, string>;
}

export const GRAPH = "https://graph.microsoft.com/.default";
export const MANAGEMENT = "https://manage.office.com/.default";

/** The day on which these tests begin; the tenant's clock stands still there until a test moves it. */
export const START = new Date("2026-10-01T12:00:00Z");

/**
 * A tenant for the tests of one file, as new for each test: directory, clock, faults and journal.
 * @returns the tenant and ways to ask it, for use inside tests
 */
export function useTenant() {
  let folder: string;
  let fresh: Directory;
  const used = {
    tenant: undefined as unknown as Tenant,
    send: (method: string, path: string, sending: Sending = {}) => send(used.tenant, method, path, sending),
    /** The access token of the operator, or of the client whose id and secret are given. */
    async token(scope = GRAPH, clientId?: string, secret?: string): Promise<string> {
      const { ARM_CLIENT_ID = "", ARM_CLIENT_SECRET = "" } = used.tenant.environment;
      const answer = await used.send("POST", `/${used.tenant.tenantId}/oauth2/v2.0/token`, {
        form: {
          grant_type: "client_credentials",
          client_id: clientId ?? ARM_CLIENT_ID,
          client_secret: secret ?? ARM_CLIENT_SECRET,
          scope,
        },
      });
      if (answer.status !== 200) throw new Error(JSON.stringify(answer.body));
      return (answer.body as { access_token: string }).access_token;
    },
  };
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "tenant-"));
    used.tenant = await startTenant({ folder, now: () => START });
    fresh = structuredClone(used.tenant.directory);
  });
  beforeEach(() => {
    Object.assign(used.tenant.directory, structuredClone(fresh));
    used.tenant.clock.set(() => START);
    used.tenant.faults.clear();
    used.tenant.signIns.clear();
    used.tenant.requests.length = 0;
    used.tenant.strictRefusals.length = 0;
  });
  afterAll(async () => {
    await used.tenant.close();
    rmSync(folder, { recursive: true });
  });
  return used;
}

/** One request over TLS, trusting the tenant's certificate alone. @throws Error when the connection is dropped */
export function send(tenant: Tenant, method: string, path: string, sending: Sending = {}): Promise<Answer> {
  const { token, json, form } = sending;
  const body = json === undefined ? form && new URLSearchParams(form).toString() : JSON.stringify(json);
  const headers = {
    ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    ...(json === undefined ? {} : { "content-type": "application/json; charset=utf-8" }),
    ...(form === undefined ? {} : { "content-type": "application/x-www-form-urlencoded" }),
    ...sending.headers,
  };
  const ca = readFileSync(tenant.environment["SSL_CERT_FILE"] ?? "", "utf8");
  return new Promise((done, fail) => {
    const sent = request({ host: "localhost", port: tenant.port, method, path, headers, ca }, (response) => {
      let text = "";
      response.setEncoding("utf8");
      response.on("data", (chunk: string) => {
        text += chunk;
      });
      response.on("error", fail);
      response.on("end", () =>
        done({ status: response.statusCode ?? 0, body: parse(text), headers: response.headers }),
      );
    });
    sent.on("error", fail);
    sent.end(body);
  });
}

/** `$filter` and its like, encoded for a path. */
export function query(options: Record<string, string>): string {
  return `?${new URLSearchParams(options)}`;
}

/** The id of an object that was answered. */
export function idOf(answer: Answer): string {
  return (answer.body as { id: string }).id;
}

/** The code of an error that Graph answered. */
export function codeOf(answer: Answer): string | undefined {
  return (answer.body as { error?: { code: string } }).error?.code;
}

function parse(text: string): unknown {
  if (text === "") return null;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
