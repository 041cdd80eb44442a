/** Recordings of real clients, and whether the tenant still answers them as it did. */
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { TrieRouter } from "hono/router/trie-router";
import type { RequestRecord, Tenant } from "../../dev/tenant/server.ts";
import { type Answer, send } from "./client.ts";

const RECORDED = new URL("../recorded/", import.meta.url);

export interface Recording {
  /** Which client asked, with its version. */
  provider: string;
  /** The tenant's clock at the start; a replay sets its clock to it. */
  recordedAt: string;
  /** Whether the Office 365 Management APIs had a service principal at the start. */
  managementApi: boolean;
  /** Roles of Graph's that the operator holds besides those of each tenant. */
  operatorHolds?: string[];
  /** One command each, such as `up` or `login`, with its requests in the order in which they were answered. */
  steps: { name: string; requests: RequestRecord[] }[];
}

/** Every recording of a client's life; those of failures have a form of their own. */
export function recordings(): string[] {
  return readdirSync(RECORDED).filter((file) => file.endsWith(".json") && !file.endsWith("-failures.json"));
}

export function readRecording(file: string): Recording {
  return JSON.parse(readFileSync(new URL(file, RECORDED), "utf8"));
}

/** What is different now: the request, and both answers in shape. */
export interface Difference {
  where: string;
  recorded: unknown;
  answered: unknown;
}

/**
 * Asks everything again, in order.
 * @param assertion another issuer's token, for a client that signs in with one
 * @returns the first answer of another status or shape; undefined where there is none
 */
export async function replay(
  tenant: Tenant,
  { steps }: Recording,
  assertion: () => Promise<string>,
): Promise<Difference | undefined> {
  const live = new Live(tenant);
  for (const { name, requests } of steps) {
    for (const [index, recorded] of requests.entries()) {
      if (isFederated(recorded)) live.assertion = await assertion();
      const answer = await live.ask(recorded);
      const where = `${name}, request ${index + 1}: ${recorded.method} ${recorded.path}`;
      const [was, is] = [
        { status: recorded.status, body: shape(recorded.responseBody) },
        { status: answer.status, body: shape(answer.body) },
      ];
      if (JSON.stringify(was) !== JSON.stringify(is)) return { where, recorded: was, answered: is };
      live.learn(recorded, answer);
    }
  }
  return undefined;
}

/** Which of the given routes a recording's requests are answered by. */
export function routesUsed(routes: readonly string[], { steps }: Recording): string[] {
  const router = new TrieRouter<string>();
  for (const route of routes) {
    const [method = "", path = ""] = route.split(" ");
    router.add(method, path, route);
  }
  const used = steps.flatMap(({ requests }) =>
    requests.map(({ method, path }) => {
      const [first] = router.match(method, new URL(path, "https://localhost").pathname)[0];
      if (!first) throw new Error(`No route answers ${method} ${path}.`);
      return first[0];
    }),
  );
  return [...new Set(used)].sort();
}

/** The verifier of a sign-in in the browser, of which a recording has the hash alone. */
const VERIFIER = "v".repeat(43);

/** Stands in for what a recording leaves out: ids of this run, and secrets. */
class Live {
  readonly #tenant: Tenant;
  readonly #ids = new Map<string, string>();
  readonly #secrets: Record<string, string>;
  #token = "";

  constructor(tenant: Tenant) {
    this.#tenant = tenant;
    this.#secrets = {
      client_secret: tenant.environment["ARM_CLIENT_SECRET"] ?? "",
      password: tenant.azureCli.password,
      code_verifier: VERIFIER,
    };
  }

  ask({ method, path, requestBody, responseBody }: RequestRecord): Promise<Answer> {
    const target = this.#known(path).replace(/(?<=[?&]code_challenge=)[^&]+/, challenge());
    if (isForm(path)) return send(this.#tenant, method, target, { form: this.#form(requestBody, responseBody) });
    const token = this.#token;
    if (requestBody === null) return send(this.#tenant, method, target, { token });
    return send(this.#tenant, method, target, { token, json: JSON.parse(this.#known(JSON.stringify(requestBody))) });
  }

  set assertion(token: string) {
    this.#secrets["client_assertion"] = token;
  }

  learn({ responseBody }: RequestRecord, { body }: Answer): void {
    this.#learn(responseBody, body);
    const page = typeof body === "string" ? /name="code" value="([^"]*)"/.exec(body)?.[1] : undefined;
    if (page) this.#secrets["code"] = page;
    const { access_token, ...given } = (body ?? {}) as Record<string, string>;
    this.#token = access_token ?? this.#token;
    for (const name of ["refresh_token", "device_code", "user_code"]) {
      if (given[name]) this.#secrets[name] = given[name];
    }
  }

  #form(recorded: unknown, answer: unknown): Record<string, string> {
    const codes = (answer as { error_codes?: number[] } | null)?.error_codes ?? [];
    const secrets: Record<string, string> = { ...this.#secrets, ...(codes.includes(50126) && { password: "wrong" }) };
    const form = Object.entries(recorded as Record<string, string>).map(([name, value]) => {
      // The Azure CLI sends a device code under both names.
      if (name === "code" && "device_code" in (recorded as object)) return [name, secrets["device_code"] ?? ""];
      if (name === "user_code") return [name, secrets["user_code"] ?? ""];
      if (name === "code_challenge") return [name, challenge()];
      if (value === "[secret]") return [name, secrets[name] ?? ""];
      return [name, this.#here(this.#known(value))];
    });
    return Object.fromEntries(form);
  }

  /** The tenant's own address, of which a recording has no port. */
  #here(text: string): string {
    return text.replaceAll(/https:\/\/localhost(?![:\w])/g, `https://${this.#tenant.metadataHost}`);
  }

  #known(text: string): string {
    // In a filter an id stands between quotes, which are written %27.
    return text.replaceAll(/(%27)?([\w-]{36,43})/g, (_, quote = "", id) => `${quote}${this.#ids.get(id) ?? id}`);
  }

  /** Walks both answers side by side and notes which new id stands for which recorded one. */
  #learn(recorded: unknown, answered: unknown): void {
    if (typeof recorded === "string" && typeof answered === "string") {
      if (recorded !== answered && /^[\w-]{36,43}$/.test(recorded)) this.#ids.set(recorded, answered);
    } else if (typeof recorded === "object" && recorded !== null && typeof answered === "object" && answered !== null) {
      for (const [name, member] of Object.entries(recorded))
        this.#learn(member, (answered as Record<string, unknown>)[name]);
    }
  }
}

/** Whether a client proves itself by another issuer's token. */
export function isFederated({ requestBody }: RequestRecord): boolean {
  return typeof requestBody === "object" && requestBody !== null && "client_assertion" in requestBody;
}

function challenge(): string {
  return createHash("sha256").update(VERIFIER).digest("base64url");
}

function isForm(path: string): boolean {
  return /\/(oauth2\/v2\.0\/(token|devicecode)|devicelogin|login)$/.test(path) && !path.startsWith("/v1.0/");
}

/**
 * Property names and types without the values; arrays with every element, but of the roles that an API offers each shape
 * once: the tenant may offer more of them than on the day of the recording.
 */
function shape(value: unknown, of = ""): unknown {
  if (Array.isArray(value)) {
    const shapes = value.map((member) => shape(member));
    if (of !== "appRoles") return shapes;
    return [...new Map(shapes.map((one) => [JSON.stringify(one), one])).values()];
  }
  if (value === null || typeof value !== "object") return value === null ? "null" : typeof value;
  return Object.fromEntries(
    Object.entries(value)
      .map(([name, member]): [string, unknown] => [name, shape(member, name)])
      .sort(([one], [other]) => one.localeCompare(other)),
  );
}
