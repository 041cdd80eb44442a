/** Requests to Microsoft Graph as the operator. */
import { Agent, request } from "node:https";
import { setTimeout } from "node:timers/promises";
import { sameGuid } from "../microsoft/guid.ts";
import { isLoopback } from "../microsoft/this-machine.ts";
import { claimsOf } from "../microsoft/token.ts";
import type { Operator } from "../operator/operator.ts";

export interface Graph {
  /** @throws GraphRefusal, or Error when there was no answer */
  get(path: string): Promise<Record<string, unknown>>;
  /** @throws GraphRefusal, or Error when there was no answer */
  patch(path: string, body: object): Promise<void>;
}

/** Graph answered, and not with success. */
export class GraphRefusal extends Error {
  readonly status: number;

  constructor(status: number, code: string) {
    super(`Microsoft Graph answered ${status}${code && ` ${code}`}`);
    this.status = status;
  }
}

export interface Answer {
  status: number;
  text: string;
  /** Seconds, as Graph writes them. */
  retryAfter: string | undefined;
}

/** What a test puts in place of the network and of time. */
export interface World {
  ask(url: URL, method: string, token: string, body?: object): Promise<Answer>;
  /** Waits so many milliseconds. */
  sleep(milliseconds: number): Promise<unknown>;
}

const TIMEOUT = 30_000;
/** Milliseconds before each further try: all of these requests may be repeated. */
const PAUSES = [1_000, 2_000, 4_000];
/** No run waits longer for one answer, whatever Graph asks for. */
const LONGEST = 60_000;

/**
 * Signs in.
 * @param tenantId the tenant that is meant: another one's settings must not be touched
 * @throws Error of the sign-in, or when it led to another tenant
 */
export async function signedIn(
  { credential, graphRoot }: Operator,
  tenantId: string,
  { ask, sleep }: World = { ask: askGraph, sleep: setTimeout },
): Promise<Graph> {
  const token = (await credential.getToken(`${graphRoot}/.default`))?.token;
  if (!token) throw new Error("The operator's sign-in gave no token.");
  // A token that cannot be read says nothing: its form is Microsoft's own business.
  const tenant = claimsOf(token)?.tid;
  if (tenant !== undefined && !sameGuid(tenant, tenantId)) {
    throw new Error(`The operator is signed in to tenant ${tenant}, but this stack's is ${tenantId}.`);
  }
  const root = new URL(graphRoot);
  const send = async (method: string, path: string, body?: object): Promise<string> => {
    for (let tries = 0; ; tries += 1) {
      const answer = await ask(new URL(`/v1.0${path}`, root), method, token, body).catch((error: Error) => error);
      if (!(answer instanceof Error) && answer.status < 300) return answer.text;
      const pause = PAUSES[tries];
      const passing = answer instanceof Error || answer.status === 429 || answer.status >= 500;
      if (pause === undefined || !passing) {
        throw answer instanceof Error ? answer : new GraphRefusal(answer.status, codeIn(answer.text));
      }
      const asked = answer instanceof Error ? 0 : (Number(answer.retryAfter) || 0) * 1_000;
      await sleep(Math.min(Math.max(pause, asked), LONGEST));
    }
  };
  return {
    get: async (path) => JSON.parse(await send("GET", path)),
    patch: async (path, body) => void (await send("PATCH", path, body)),
  };
}

function askGraph(url: URL, method: string, token: string, body?: object): Promise<Answer> {
  const agent = new Agent({ keepAlive: false, ...(!isLoopback(url.host) && { proxyEnv: process.env }) });
  const headers = {
    Accept: "application/json",
    Authorization: `Bearer ${token}`,
    ...(body && { "Content-Type": "application/json" }),
  };
  return new Promise((done, fail) => {
    const failed = (error: NodeJS.ErrnoException) =>
      fail(new Error(`${url.host} gave no answer (${error.code ?? error.message})`));
    const call = request(url, { method, headers, agent, timeout: TIMEOUT }, (response) => {
      let text = "";
      response.setEncoding("utf8").on("data", (part: string) => {
        text += part;
      });
      response.on("end", () =>
        done({ status: response.statusCode ?? 0, text, retryAfter: response.headers["retry-after"] }),
      );
      response.on("error", failed);
    });
    call.on("timeout", () => call.destroy(Object.assign(new Error(), { code: "ETIMEDOUT" })));
    call.on("error", failed);
    call.end(body && JSON.stringify(body));
  });
}

function codeIn(text: string): string {
  try {
    return String(JSON.parse(text).error.code);
  } catch {
    return "";
  }
}
