import { describe, expect, it } from "vitest";
import { parsed, reader, writer } from "../../microsoft/client.ts";
import { RequestFailed, refused } from "../../microsoft/failure.ts";
import type { Graph } from "../../reports/graph.ts";
import { tenantReports } from "../../reports/tenant-reports.ts";
import { useServers } from "../microsoft/loopback.ts";

/** A Graph that gives one answer to everything and writes down what it was asked. */
function graph(answer: Record<string, unknown> | Error) {
  const asked: unknown[] = [];
  const give = async (...request: unknown[]) => {
    asked.push(request.filter((part) => part !== undefined));
    if (answer instanceof Error) throw answer;
    return { status: 200, text: JSON.stringify(answer), retryAfter: undefined, location: undefined };
  };
  const graph: Graph = {
    get: async (path, shape, query) => parsed(await give("GET", path, query), "graph.microsoft.com", shape),
    list: async (path, shape, query) =>
      parsed(await give("GET", path, query), "graph.microsoft.com", { value: [shape] }).value as never,
    patch: async (path, body) => void (await give("PATCH", path, body)),
  };
  return { asked, reports: tenantReports(graph, "a") };
}

describe("Graph's displayConcealedNames", () => {
  it("true means hidden", async () => {
    const { asked, reports } = graph({ displayConcealedNames: true });
    expect(await reports.names()).toBe("hidden");
    expect(asked).toEqual([["GET", "/v1.0/admin/reportSettings"]]);
  });

  it("false means shown", async () => {
    expect(await graph({ displayConcealedNames: false }).reports.names()).toBe("shown");
  });

  it("is not guessed when the answer lacks it", async () => {
    for (const answer of [{ displayConcealedNames: "true" }, {}]) {
      const names = graph(answer).reports.names();
      await expect(names).rejects.toThrow("displayConcealedNames is no boolean");
      await expect(names).rejects.toThrow(RequestFailed);
    }
  });

  it("is sent as false to show names, and nothing else", async () => {
    const { asked, reports } = graph({});
    await reports.change("shown");
    expect(asked).toEqual([["PATCH", "/v1.0/admin/reportSettings", { displayConcealedNames: false }]]);
  });

  it("is sent as true to hide them, and nothing else", async () => {
    const { asked, reports } = graph({});
    await reports.change("hidden");
    expect(asked).toEqual([["PATCH", "/v1.0/admin/reportSettings", { displayConcealedNames: true }]]);
  });
});

const used = useServers();

describe("other stacks of the tenant", () => {
  it("are found on any page: Graph may begin with one of nothing, and put this stack's own before another's", async () => {
    const own = { displayName: "own", tags: ["esia-shows-names", "esia-stack:a"] };
    const pages = [[], [own], [{ displayName: "north", tags: ["esia-shows-names", "esia-names-were:hidden"] }]];
    used.answer = ({ path }, response) => {
      const page = Number(/skiptoken=(\d)/.exec(path)?.[1] ?? 0);
      const next = page < 2 && { "@odata.nextLink": `${used.root}/v1.0/applications?$skiptoken=${page + 1}` };
      response.end(JSON.stringify({ value: pages[page], ...next }));
    };
    const source = { root: used.root, token: "t", ca: used.ca, env: {}, again: async () => false };
    const reports = tenantReports({ ...reader(source), ...writer(source) }, "a");
    expect(await reports.others()).toEqual([{ displayName: "north", found: "hidden" }]);
  });

  it("are found by the tag on their applications", async () => {
    const { asked, reports } = graph({
      value: [{ displayName: "north", tags: ["esia-shows-names", "esia-names-were:hidden"] }],
    });
    expect(await reports.others()).toEqual([{ displayName: "north", found: "hidden" }]);
    expect(asked).toEqual([
      ["GET", "/v1.0/applications", { $filter: "tags/any(t:t eq 'esia-shows-names')", $select: "displayName,tags" }],
    ]);
  });

  it("are not known when the operator may not read applications", async () => {
    expect(
      await graph(
        refused("graph.microsoft.com", 403, '{"error":{"code":"Authorization_RequestDenied"}}'),
      ).reports.others(),
    ).toBeUndefined();
  });

  it("are not taken for none when Graph fails", async () => {
    await expect(
      graph(refused("graph.microsoft.com", 500, '{"error":{"code":"InternalServerError"}}')).reports.others(),
    ).rejects.toThrow("graph.microsoft.com answered 500 InternalServerError");
  });

  it("are not taken for none when the list is no list", async () => {
    await expect(graph({ value: "none" }).reports.others()).rejects.toThrow("value is no list");
  });
});
