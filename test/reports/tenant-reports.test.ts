import { describe, expect, it } from "vitest";
import { type Graph, GraphRefusal } from "../../reports/graph.ts";
import { tenantReports } from "../../reports/tenant-reports.ts";

/** A Graph that gives one answer to everything and writes down what it was asked. */
function graph(answer: Record<string, unknown> | Error) {
  const asked: unknown[] = [];
  const give = async (...request: unknown[]) => {
    asked.push(request);
    if (answer instanceof Error) throw answer;
    return answer;
  };
  const graph: Graph = {
    get: (path) => give("GET", path),
    patch: async (path, body) => void (await give("PATCH", path, body)),
  };
  return { asked, reports: tenantReports(graph, "a") };
}

describe("Graph's displayConcealedNames", () => {
  it("true means hidden", async () => {
    const { asked, reports } = graph({ displayConcealedNames: true });
    expect(await reports.names()).toBe("hidden");
    expect(asked).toEqual([["GET", "/admin/reportSettings"]]);
  });

  it("false means shown", async () => {
    expect(await graph({ displayConcealedNames: false }).reports.names()).toBe("shown");
  });

  it("is not guessed when the answer lacks it", async () => {
    await expect(graph({ displayConcealedNames: "true" }).reports.names()).rejects.toThrow(
      "Microsoft Graph's report settings lack displayConcealedNames",
    );
  });

  it("is sent as false to show names, and nothing else", async () => {
    const { asked, reports } = graph({});
    await reports.change("shown");
    expect(asked).toEqual([["PATCH", "/admin/reportSettings", { displayConcealedNames: false }]]);
  });

  it("is sent as true to hide them, and nothing else", async () => {
    const { asked, reports } = graph({});
    await reports.change("hidden");
    expect(asked).toEqual([["PATCH", "/admin/reportSettings", { displayConcealedNames: true }]]);
  });
});

describe("other stacks of the tenant", () => {
  it("are found by the tag on their applications", async () => {
    const { asked, reports } = graph({
      value: [{ displayName: "north", tags: ["esia-shows-names", "esia-names-were:hidden"] }],
    });
    expect(await reports.others()).toEqual([{ displayName: "north", found: "hidden" }]);
    expect(asked).toEqual([
      ["GET", "/applications?$filter=tags%2Fany(t%3At%20eq%20'esia-shows-names')&$select=displayName,tags"],
    ]);
  });

  it("are not known when the operator may not read applications", async () => {
    expect(await graph(new GraphRefusal(403, "Authorization_RequestDenied")).reports.others()).toBeUndefined();
  });

  it("are not taken for none when Graph fails", async () => {
    await expect(graph(new GraphRefusal(500, "InternalServerError")).reports.others()).rejects.toThrow(
      "Microsoft Graph answered 500 InternalServerError",
    );
  });
});
