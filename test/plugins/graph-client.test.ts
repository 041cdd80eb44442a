import { describe, expect, it } from "vitest";
import { ConnectionDropped } from "../../dev/stand-ins/providers/graph-failures.ts";
import { unreachable } from "../../dev/stand-ins/providers/reach.ts";
import { about, graphRefusal, ORIGIN, refused, scripted } from "./scripted-graph.ts";

const GRANT = "/servicePrincipals/11111111-1111-4111-8111-111111111111/appRoleAssignedTo/grant_1";
const GET = `GET /v1.0${GRANT}`;
const found = { asks: GET, answers: { status: 200, body: { id: "grant_1" } } };
const busy = (headers: Record<string, string>) => graphRefusal(429, "TooManyRequests", "Too many requests", headers);
const RETRIEVING =
  'retrieving Service Principal Id App Role Assigned To (Service Principal: "11111111-1111-4111-8111-111111111111"\n' +
  'App Role Assignment: "grant_1"): ';
const read = about("AppRoleAssignment", { id: GRANT });

describe("a request to Graph", () => {
  it("waits as long as Graph asks, else longer each time", async () => {
    const { plugin, waits, left } = await scripted([
      { asks: GET, answers: busy({ "retry-after": "7" }) },
      { asks: GET, answers: busy({ "retry-after": "Thu, 01 Jan 2026 00:00:09 GMT" }) },
      { asks: GET, answers: busy({}) },
      found,
    ]);
    await plugin.read(read);
    expect(waits).toEqual([7000, 2000, 4000]);
    expect(left).toEqual([]);
  });

  it("is given up after nine repeats, four minutes in all", async () => {
    const { plugin, waits } = await scripted(Array(10).fill({ asks: GET, answers: busy({}) }));
    await expect(plugin.read(read)).rejects.toThrow(
      `${RETRIEVING}${refused(429, "TooManyRequests", "Too many requests")}`,
    );
    expect(waits).toEqual([1000, 2000, 4000, 8000, 16_000, 32_000, 61_000, 61_000, 61_000]);
  });

  it("is repeated while the service fails", async () => {
    const { plugin, waits } = await scripted([
      { asks: GET, answers: graphRefusal(503, "ServiceUnavailable", "Down") },
      { asks: GET, answers: { status: 502 } },
      found,
    ]);
    await plugin.read(read);
    expect(waits).toEqual([1000, 2000]);
  });

  it.each([
    ["that changes something", "DELETE", "HTTP response was nil; connection may have been reset"],
    ["that reads", "GET", "EOF"],
  ])("%s is not repeated after a broken connection", async (_which, method, why) => {
    const { plugin, left } = await scripted([
      { asks: `${method} /v1.0${GRANT}`, answers: new ConnectionDropped("dropped") },
    ]);
    const asked = method === "GET" ? plugin.read(read) : plugin.delete(read);
    const said = `${method === "GET" ? "Get" : "Delete"} "${ORIGIN}/v1.0${GRANT}": ${why}`;
    await expect(asked).rejects.toThrow(said);
    expect(left).toEqual([]);
  });

  it.each([
    [403, "Authorization_RequestDenied", "Insufficient privileges to complete the operation."],
    [400, "Request_BadRequest", "Invalid filter"],
    [501, "NotImplemented", "Not here"],
  ])("refused with %i is not repeated", async (status, code, message) => {
    const { plugin, waits } = await scripted([{ asks: GET, answers: graphRefusal(status, code, message) }]);
    await expect(plugin.read(read)).rejects.toThrow(`${RETRIEVING}${refused(status, code, message)}`);
    expect(waits).toEqual([]);
  });

  it("reads every page", async () => {
    const id = "11111111-1111-4111-8111-111111111111";
    const { plugin } = await scripted([
      { asks: `GET /v1.0/applications/${id}`, answers: { status: 200, body: { id } } },
      { asks: `GET /beta/applications/${id}?$select=oauth2RequirePostResponse`, answers: { status: 200, body: {} } },
      {
        asks: `GET /v1.0/applications/${id}/owners`,
        answers: { status: 200, body: { value: [{ id: "a" }], "@odata.nextLink": `${ORIGIN}/v1.0/next?$skiptoken=1` } },
      },
      { asks: "GET /v1.0/next?$skiptoken=1", answers: { status: 200, body: { value: [{ id: "b" }] } } },
    ]);
    const application = await plugin.read(about("Application", { id: `/applications/${id}` }));
    expect(application?.properties["owners"]).toEqual(["a", "b"]);
  });

  it("does not follow a page to another host", async () => {
    const id = "11111111-1111-4111-8111-111111111111";
    const { plugin } = await scripted([
      { asks: `GET /v1.0/applications/${id}`, answers: { status: 200, body: { id } } },
      { asks: `GET /beta/applications/${id}?$select=oauth2RequirePostResponse`, answers: { status: 200, body: {} } },
      {
        asks: `GET /v1.0/applications/${id}/owners`,
        answers: { status: 200, body: { value: [], "@odata.nextLink": "https://evil.example/v1.0/next" } },
      },
    ]);
    await expect(plugin.read(about("Application", { id: `/applications/${id}` }))).rejects.toThrow(
      "Microsoft Graph of the embedded tenant points to https://evil.example.",
    );
  });
});

describe("a request without an answer", () => {
  const failed = (code: string) =>
    Object.assign(new TypeError("fetch failed"), { cause: Object.assign(new Error("x"), { code }) });

  it.each([
    ["ECONNREFUSED", "The embedded tenant does not answer at https://localhost:1 (ECONNREFUSED): is it running?"],
    [
      "DEPTH_ZERO_SELF_SIGNED_CERT",
      "The certificate of https://localhost:1 is not trusted (DEPTH_ZERO_SELF_SIGNED_CERT): NODE_EXTRA_CA_CERTS must name its issuer's.",
    ],
    ["ECONNRESET", "https://localhost:1 dropped the connection before it had answered (ECONNRESET)."],
  ])("because of %s ends in what to do", (code, message) => {
    expect(unreachable("https://localhost:1", failed(code)).message).toBe(message);
  });
});
