import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { reader, type Source, writer } from "../../microsoft/client.ts";
import { RequestFailed } from "../../microsoft/failure.ts";
import { patiently } from "../../microsoft/retry.ts";
import { type Answers, answering, useServers } from "./loopback.ts";

const TOKEN = "token-of-the-operator";
const THING = { id: "string" } as const;
const used = useServers();
const once = async () => false;

function source(more: Partial<Source> = {}): Source {
  return { root: used.root, token: TOKEN, ca: used.ca, env: {}, again: once, ...more };
}

async function failure(promise: Promise<unknown>): Promise<RequestFailed> {
  const failed = await promise.then(
    () => undefined,
    (error) => error,
  );
  expect(failed).toBeInstanceOf(RequestFailed);
  return failed;
}
const host = () => `localhost:${used.port}`;
const paths = () => used.asked.map(({ method, path }) => `${method} ${path}`);

describe("a reader", () => {
  it("gives one answer, asked for with the token", async () => {
    used.answer = answering({ body: { id: "a", more: 1 } });
    expect(await reader(source()).get("/v1.0/organization", THING, { $select: "id" })).toEqual({ id: "a", more: 1 });
    expect(paths()).toEqual(["GET /v1.0/organization?$select=id"]);
    expect(used.asked[0]?.headers).toMatchObject({ authorization: `Bearer ${TOKEN}`, accept: "application/json" });
  });

  it("gives all pages of a list", async () => {
    const next = `${used.root}/v1.0/applications?$skiptoken=1`;
    used.answer = answering(
      { body: { value: [{ id: "a" }, { id: "b" }], "@odata.nextLink": next } },
      { body: { value: [{ id: "c" }] } },
    );
    const found = await reader(source()).list("/v1.0/applications", THING, { $filter: "displayName eq 'a b'" });
    expect(found).toEqual([{ id: "a" }, { id: "b" }, { id: "c" }]);
    expect(paths()).toEqual([
      "GET /v1.0/applications?$filter=displayName%20eq%20%27a%20b%27",
      "GET /v1.0/applications?$skiptoken=1",
    ]);
  });

  it.each(["?$skiptoken=1", "applications?$skiptoken=1", "/v1.0/applications?$skiptoken=1"])(
    "takes a link to the next page that is relative, as %s, from the page that it stands on",
    async (next) => {
      used.answer = answering({ body: { value: [{ id: "a" }], "@odata.nextLink": next } }, { body: { value: [] } });
      expect(await reader(source()).list("/v1.0/applications", THING)).toEqual([{ id: "a" }]);
      expect(paths()[1]).toBe("GET /v1.0/applications?$skiptoken=1");
    },
  );

  it("understands what is compressed", async () => {
    const { gzipSync } = await import("node:zlib");
    used.answer = (_, response) => {
      response.setHeader("content-encoding", "gzip").end(gzipSync('{"id":"a"}'));
    };
    expect(await reader(source()).get("/v1.0/x", THING)).toEqual({ id: "a" });
    expect(used.asked[0]?.headers["accept-encoding"]).toBe("gzip,deflate");
  });

  it("can change nothing, and a writer can read nothing", () => {
    expect(Object.keys(reader(source()))).toEqual(["get", "list", "beginning"]);
    expect(Object.keys(writer(source()))).toEqual(["patch"]);
  });
});

describe("a token goes to one origin alone", () => {
  it.each([
    ["another host", "https://elsewhere.invalid/v1.0/x", "elsewhere.invalid"],
    ["another port", "https://localhost:1/v1.0/x", "localhost:1"],
    ["no encryption", "http://localhost/v1.0/x", "localhost"],
    ["another host without a scheme", "//elsewhere.invalid/v1.0/x", "elsewhere.invalid"],
  ])("a page's link to %s is not followed", async (_, next, other) => {
    used.answer = answering({ body: { value: [], "@odata.nextLink": next } });
    const failed = await failure(reader(source()).list("/v1.0/x", THING));
    expect(failed.message).toBe(`${host()} points to ${other}, which must not get its token`);
    expect(used.asked).toHaveLength(1);
  });

  it("a path is not taken for an address", async () => {
    await failure(reader(source()).get(`//127.0.0.1:${used.port}/v1.0/x`, THING));
    await failure(writer(source()).patch(`https://127.0.0.1:${used.port}/v1.0/x`, {}));
    expect(used.asked).toEqual([]);
  });

  it("a redirect is followed neither within the origin nor out of it, by no method", async () => {
    for (const status of [300, 301, 302, 303, 307, 308]) {
      for (const location of ["/v1.0/elsewhere", `https://127.0.0.1:${used.port}/v1.0/elsewhere`]) {
        used.asked.length = 0;
        used.answer = answering({ status, headers: { location } });
        expect(await failure(reader(source()).get("/v1.0/x", THING))).toMatchObject({ trouble: "redirect", status });
        const failed = await failure(writer(source()).patch("/v1.0/x", {}));
        expect(failed.message).toBe(`${host()} answered ${status}, which leads elsewhere`);
        expect(paths()).toEqual(["GET /v1.0/x", "PATCH /v1.0/x"]);
      }
    }
  });

  it("an address without encryption gets none", async () => {
    const failed = await failure(reader(source({ root: "http://graph.example.invalid" })).get("/v1.0/x", THING));
    expect(failed.message).toBe("graph.example.invalid would get a token without encryption");
  });
});

describe("what a read leads to", () => {
  it("is asked for without the token, and only its beginning", async () => {
    used.answer = ({ path }, response) => {
      if (path.startsWith("/v1.0/")) {
        response.writeHead(302, { location: `https://127.0.0.1:${used.port}/download?sig=pre-authenticated` }).end();
        return;
      }
      response.write("a,b\n1,2\n".repeat(1000));
      // It never ends by itself: whoever waits for the rest waits for ever.
    };
    const text = await reader(source()).beginning("/v1.0/reports/x", 4096);
    expect(text.slice(0, 8)).toBe("a,b\n1,2\n");
    expect(paths()).toEqual(["GET /v1.0/reports/x", "GET /download?sig=pre-authenticated"]);
    expect(used.asked.map(({ headers }) => headers.authorization)).toEqual([`Bearer ${TOKEN}`, undefined]);
  });

  it.each([
    ["an address without encryption", "http://elsewhere.invalid/x"],
    ["no address", "/download"],
    ["nothing", ""],
  ])("is left alone when it is %s", async (_, location) => {
    used.answer = answering({ status: 302, ...(location && { headers: { location } }) });
    expect((await failure(reader(source()).beginning("/v1.0/reports/x", 10))).trouble).toBe("redirect");
    expect(used.asked).toHaveLength(1);
  });

  it("is followed once", async () => {
    used.answer = answering({ status: 302, headers: { location: `${used.root}/again?sig=1` } });
    const failed = await failure(reader(source()).beginning("/v1.0/reports/x", 10));
    expect(failed.message).toBe(`${host()} answered 302, which leads elsewhere`);
    expect(paths()).toEqual(["GET /v1.0/reports/x", "GET /again?sig=1"]);
  });

  it("that refuses is named by its own host, without its query", async () => {
    used.answer = ({ path }, response) =>
      path.startsWith("/v1.0/")
        ? response.writeHead(302, { location: `https://127.0.0.1:${used.port}/x?sig=pre-authenticated` }).end()
        : response.writeHead(403).end();
    const failed = await failure(reader(source()).beginning("/v1.0/reports/x", 10));
    expect(failed.message).toBe(`127.0.0.1:${used.port} answered 403`);
    expect(inspect(failed, { depth: null, showHidden: true })).not.toContain("pre-authenticated");
  });
});

describe("a writer", () => {
  it("sends what is to be, as JSON", async () => {
    used.answer = answering({ status: 204 });
    await writer(source()).patch("/v1.0/admin/reportSettings", { displayConcealedNames: false });
    expect(used.asked).toMatchObject([
      {
        method: "PATCH",
        path: "/v1.0/admin/reportSettings",
        body: '{"displayConcealedNames":false}',
        headers: { "content-type": "application/json", authorization: `Bearer ${TOKEN}` },
      },
    ]);
  });

  it("sends it again where it may have been lost", async () => {
    const waited: number[] = [];
    const again = patiently({ sleep: async (milliseconds) => void waited.push(milliseconds) });
    let tries = 0;
    used.answer = (_, response, socket) => {
      tries += 1;
      if (tries === 1) socket.destroy();
      else response.writeHead(tries === 2 ? 503 : 204).end();
    };
    await writer(source({ again })).patch("/v1.0/x", { is: true });
    expect(used.asked.map(({ body }) => body)).toEqual(['{"is":true}', '{"is":true}', '{"is":true}']);
    expect(waited).toEqual([1000, 2000]);
  });

  it.each<[string, Answers, boolean]>([
    ["without an answer", (_, __, socket) => void socket.destroy(), true],
    ["after a gateway's own trouble", (_, response) => void response.writeHead(504).end(), true],
    ["but not when it is refused", (_, response) => void response.writeHead(403).end(), false],
    ["nor when it is throttled", (_, response) => void response.writeHead(429).end(), false],
    ["nor when it is sent elsewhere", (_, response) => void response.writeHead(302).end(), false],
  ])("says when it cannot know whether the change was made: %s", async (_, answer, unsure) => {
    used.answer = answer;
    expect(await failure(writer(source()).patch("/v1.0/x", {}))).toMatchObject({ unsure });
  });

  it("does not forget that an earlier try may have made the change", async () => {
    let tries = 0;
    used.answer = (_, response, socket) => {
      tries += 1;
      if (tries === 1) socket.destroy();
      else response.writeHead(403).end();
    };
    const again = patiently({ sleep: async () => {} });
    const failed = await failure(writer(source({ again })).patch("/v1.0/x", {}));
    expect(failed).toMatchObject({ status: 403, unsure: true });
  });
});

describe("what is tried again", () => {
  it("waits as long as the server asks", async () => {
    const waited: number[] = [];
    const again = patiently({ sleep: async (milliseconds) => void waited.push(milliseconds) });
    used.answer = answering({ status: 429, headers: { "retry-after": "7" } }, { body: { id: "a" } });
    expect(await reader(source({ again })).get("/v1.0/x", THING)).toEqual({ id: "a" });
    expect(waited).toEqual([7000]);
  });

  it("is given up after four tries, with the last failure", async () => {
    const waited: number[] = [];
    const again = patiently({ sleep: async (milliseconds) => void waited.push(milliseconds) });
    used.answer = answering({ status: 500 }, { status: 502 }, { status: 503 }, { status: 504 });
    expect((await failure(reader(source({ again })).get("/v1.0/x", THING))).status).toBe(504);
    expect(waited).toEqual([1000, 2000, 4000]);
  });

  it("is not what is refused", async () => {
    used.answer = answering({ status: 403 });
    await failure(reader(source({ again: patiently({ sleep: async () => {} }) })).get("/v1.0/x", THING));
    expect(used.asked).toHaveLength(1);
  });

  it("is a page, not the list", async () => {
    const again = patiently({ sleep: async () => {} });
    used.answer = answering(
      { body: { value: [{ id: "a" }], "@odata.nextLink": `${used.root}/v1.0/x?page=2` } },
      { status: 503 },
      { body: { value: [{ id: "b" }] } },
    );
    expect(await reader(source({ again })).list("/v1.0/x", THING)).toEqual([{ id: "a" }, { id: "b" }]);
    expect(paths()).toEqual(["GET /v1.0/x", "GET /v1.0/x?page=2", "GET /v1.0/x?page=2"]);
  });
});

describe("an answer that is not what it should be is one failure, in a sentence:", () => {
  it.each([
    [200, "<!DOCTYPE html><html>Sign in</html>", "web page", "answered with a web page in place of JSON"],
    [200, "", "empty", "answered 200 with nothing in it"],
    [204, undefined, "empty", "answered 204 with nothing in it"],
    [200, "gateway", "shape", "answered in a form that is not known here: it is no JSON"],
    [200, "null", "shape", "answered in a form that is not known here: it is no object"],
    [200, "[]", "shape", "answered in a form that is not known here: it is no object"],
    [200, '{"id":7}', "shape", "answered in a form that is not known here: id is no string"],
    [200, "{}", "shape", "answered in a form that is not known here: id is no string"],
    [
      403,
      { error: { code: "Authorization_RequestDenied", message: "secret" } },
      "refused",
      "answered 403 Authorization_RequestDenied",
    ],
    [404, "<html>", "refused", "answered 404"],
    [407, "<html>", "refused", "answered 407"],
  ])("%d %j", async (status, body, trouble, why) => {
    used.answer = answering({ status, body });
    const failed = await failure(reader(source()).get("/v1.0/x", THING));
    expect(failed).toMatchObject({ trouble, status, why, host: host(), message: `${host()} ${why}` });
  });

  it("a list without its values", async () => {
    used.answer = answering({ body: { value: { id: "a" } } });
    expect((await failure(reader(source()).list("/v1.0/x", THING))).why).toBe(
      "answered in a form that is not known here: value is no list",
    );
  });

  it("an item of a list that lacks something", async () => {
    used.answer = answering({ body: { value: [{ id: "a" }, { name: "secret" }] } });
    expect((await failure(reader(source()).list("/v1.0/x", THING))).why).toBe(
      "answered in a form that is not known here: value[1].id is no string",
    );
  });

  it("a list that never ends", async () => {
    used.answer = (_, response) =>
      void response.end(
        JSON.stringify({ value: [], "@odata.nextLink": `${used.root}/v1.0/x?page=${used.asked.length}` }),
      );
    expect((await failure(reader(source({ mostPages: 5 })).list("/v1.0/x", THING))).why).toBe(
      "gave a list of more than 5 pages",
    );
    expect(used.asked).toHaveLength(5);
  });

  it("a page's link that is none", async () => {
    used.answer = answering({ body: { value: [], "@odata.nextLink": "https://[" } });
    expect((await failure(reader(source()).list("/v1.0/x", THING))).trouble).toBe("shape");
  });
});

describe("an error shows nothing that is secret", () => {
  it.each([
    ["when it is refused", answering({ status: 400, body: { error: { code: "x", message: `What is ${TOKEN}?` } } })],
    ["when the answer has another shape", answering({ body: { id: [TOKEN] } })],
    ["when there is no answer", ((_, __, socket) => void socket.destroy()) satisfies (typeof used)["answer"]],
  ])("%s", async (_, answer) => {
    used.answer = answer;
    const failed = await failure(reader(source()).get("/v1.0/x", THING, { $filter: "name eq 'private'" }));
    for (const text of [failed.message, failed.stack, inspect(failed), JSON.stringify(failed)]) {
      expect(text).not.toContain(TOKEN);
      expect(text).not.toContain("private");
    }
    expect(failed.cause).toBeUndefined();
  });
});
