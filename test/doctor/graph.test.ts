import { describe, expect, it } from "vitest";
import { graph } from "../../commands/doctor/graph.ts";

const ROOT = "https://graph.microsoft.com";

function answering(...answers: (Response | Error)[]) {
  const asked: string[] = [];
  const send = async (url: URL | Request | string, init: RequestInit = {}) => {
    asked.push(`${init.method ?? "GET"} ${String(url)}`);
    const answer = answers.shift();
    if (answer === undefined || answer instanceof Error) throw answer ?? new Error("asked too often");
    return answer;
  };
  return { asked, from: graph(ROOT, "token", send) };
}
const json = (body: object, status = 200, headers: Record<string, string> = {}) =>
  new Response(JSON.stringify(body), { status, headers });

describe("Graph, to read from", () => {
  it("gives all pages of a list", async () => {
    const next = `${ROOT}/v1.0/applications?$skiptoken=1`;
    const { asked, from } = answering(json({ value: [1, 2], "@odata.nextLink": next }), json({ value: [3] }));
    expect(await from.list("/applications", { $filter: "displayName eq 'a b'" })).toEqual({ value: [1, 2, 3] });
    expect(asked).toEqual([`GET ${ROOT}/v1.0/applications?$filter=displayName%20eq%20'a%20b'`, `GET ${next}`]);
  });

  it("does not take its token anywhere else", async () => {
    const { asked, from } = answering(json({ value: [], "@odata.nextLink": "https://elsewhere.invalid/v1.0/x" }));
    expect(await from.list("/x")).toEqual({ unread: { status: 0, why: "Graph's answer points elsewhere" } });
    expect(asked).toHaveLength(1);
  });

  it("waits when it is throttled, and gives up when the wait is long", async () => {
    const patient = answering(json({}, 429, { "retry-after": "0.01" }), json({ id: "a" }));
    expect(await patient.from.object("/x")).toEqual({ value: { id: "a" } });
    const throttled = json({ error: { code: "TooManyRequests" } }, 429, { "retry-after": "600" });
    expect(await answering(throttled).from.object("/x")).toEqual({
      unread: { status: 429, why: "Graph refused it (429 TooManyRequests)" },
    });
  });

  it.each([
    [
      json({ error: { code: "Authorization_RequestDenied", message: "secret" } }, 403),
      403,
      "Graph refused it (403 Authorization_RequestDenied)",
    ],
    [new Response("<html>", { status: 404 }), 404, "Graph refused it (404 without a code)"],
    [
      Object.assign(new TypeError("fetch failed"), { cause: { code: "ECONNREFUSED" } }),
      0,
      "Graph did not answer (ECONNREFUSED)",
    ],
    [new DOMException("late", "TimeoutError"), 0, "Graph did not answer (TimeoutError)"],
  ])("says why it gave nothing, in its own words: %#", async (answer, status, why) => {
    expect(await answering(answer as Response | Error).from.object("/x")).toEqual({ unread: { status, why } });
  });
});
