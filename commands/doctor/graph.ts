/** Microsoft Graph, to read from: there is no way here to change anything. */

/** A read that gave nothing, in words for a row. */
export interface Unread {
  /** The HTTP status; 0 without an answer. */
  status: number;
  why: string;
}

export type Read<Value> = { value: Value } | { unread: Unread };

export interface Graph {
  /** One object. @param path behind the version, "/policies/…" */
  object<Value>(path: string): Promise<Read<Value>>;
  /** All pages of a list. */
  list<Value>(path: string, query?: Readonly<Record<string, string>>): Promise<Read<Value[]>>;
}

const PATIENCE = 30_000;
/** Waits asked for by a throttled service, in milliseconds, are kept up to this; longer ones are reported. */
const LONGEST_WAIT = 20_000;
const TRIES = 3;

/**
 * @param root Graph's root, without a slash at its end
 * @param token an access token for it
 * @param send sends a request; tests put their own here
 */
export function graph(root: string, token: string, send: typeof fetch = fetch): Graph {
  async function get(url: string): Promise<Read<Record<string, unknown>>> {
    // A page's link comes from the answer: the token must go nowhere else.
    if (new URL(url).origin !== new URL(root).origin) return unread(0, "Graph's answer points elsewhere");
    for (let tried = 1; ; tried += 1) {
      let answer: Response;
      try {
        const headers = { authorization: `Bearer ${token}`, accept: "application/json" };
        answer = await send(url, { headers, redirect: "error", signal: AbortSignal.timeout(PATIENCE) });
      } catch (error) {
        const cause = (error as Error).cause as NodeJS.ErrnoException | undefined;
        return unread(0, `Graph did not answer (${cause?.code ?? (error as Error).name})`);
      }
      if (answer.ok) return { value: (await answer.json()) as Record<string, unknown> };
      const wait = (Number(answer.headers.get("retry-after")) || 2) * 1000;
      const passes = answer.status === 429 || answer.status >= 500;
      if (passes && tried < TRIES && wait <= LONGEST_WAIT) {
        await new Promise((done) => setTimeout(done, wait));
        continue;
      }
      const body = (await answer.json().catch(() => ({}))) as { error?: { code?: string; message?: string } };
      return unread(answer.status, `Graph refused it (${answer.status} ${body.error?.code ?? "without a code"})`);
    }
  }

  return {
    object: async <Value>(path: string) => (await get(`${root}/v1.0${path}`)) as Read<Value>,
    list: async <Value>(path: string, query: Readonly<Record<string, string>> = {}) => {
      const values: Value[] = [];
      const asked = Object.entries(query).map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
      let next: unknown = `${root}/v1.0${path}${asked.length > 0 ? `?${asked.join("&")}` : ""}`;
      while (typeof next === "string") {
        const page = await get(next);
        if ("unread" in page) return page;
        values.push(...((page.value["value"] ?? []) as Value[]));
        next = page.value["@odata.nextLink"];
      }
      return { value: values };
    },
  };
}

function unread(status: number, why: string): { unread: Unread } {
  return { unread: { status, why } };
}
