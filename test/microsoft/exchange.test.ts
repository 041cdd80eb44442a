import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { type Connection, connect } from "../../microsoft/exchange.ts";
import { RequestFailed } from "../../microsoft/failure.ts";
import { answering, FAR, useServers } from "./loopback.ts";

const used = useServers();

async function ask(address: string, connection: Connection = {}, token = "token") {
  return connect({ ca: used.ca, env: {}, ...connection })({ url: new URL(address), token });
}
async function failure(promise: Promise<unknown>): Promise<RequestFailed> {
  const failed = await promise.then(
    () => undefined,
    (error) => error,
  );
  expect(failed).toBeInstanceOf(RequestFailed);
  return failed;
}

describe("a proxy", () => {
  it.each(["HTTPS_PROXY", "https_proxy", "ALL_PROXY"])("is gone through where %s names one", async (variable) => {
    used.answer = answering({ body: { is: "there" } });
    const answer = await ask(`https://${FAR}/v1.0/x`, { env: { [variable]: used.proxy } });
    expect(answer).toMatchObject({ status: 200, text: '{"is":"there"}' });
    expect(used.proxied).toEqual([`CONNECT ${FAR}:443`]);
    // The token is inside the encrypted connection alone.
    expect(used.asked[0]?.headers.authorization).toBe("Bearer token");
  });

  it("gets its own sign-in, and no token", async () => {
    used.answer = answering({});
    const { port } = new URL(used.proxy);
    await ask(`https://${FAR}/`, { env: { HTTPS_PROXY: `http://user:p%40ss@127.0.0.1:${port}` } });
    expect(used.proxied).toEqual([`CONNECT ${FAR}:443 Basic ${btoa("user:p@ss")}`]);
    expect(used.asked[0]?.headers["proxy-authorization"]).toBeUndefined();
  });

  it.each(["localhost", "127.0.0.1"])("never hears of this machine's own addresses: %s", async (own) => {
    used.answer = answering({ body: {} });
    const proxies = { HTTPS_PROXY: used.proxy, HTTP_PROXY: used.proxy, ALL_PROXY: used.proxy };
    expect((await ask(`https://${own}:${used.port}/`, { env: proxies })).status).toBe(200);
    expect(used.proxied).toEqual([]);
  });

  // 0.0.0.0 reaches this machine on Linux and macOS, and is no loopback address.
  it.skipIf(process.platform === "win32")("is left out for what NO_PROXY lists, and for nothing else", async () => {
    used.answer = answering({ body: {} });
    const address = `https://0.0.0.0:${used.port}/`;
    await ask(address, { env: { HTTPS_PROXY: used.proxy, NO_PROXY: "example.com, 0.0.0.0" } });
    expect(used.proxied).toEqual([]);
    await ask(address, { env: { HTTPS_PROXY: used.proxy, NO_PROXY: "example.com" } });
    expect(used.proxied).toEqual([`CONNECT 0.0.0.0:${used.port}`]);
  });

  it("that refuses, or is not there, is in the sentence without its sign-in", async () => {
    used.proxyRefuses = 407;
    const answer = await ask(`https://${FAR}/`, { env: { HTTPS_PROXY: used.proxy } });
    expect(answer.status).toBe(407);
    const failed = await failure(ask(`https://${FAR}/`, { env: { HTTPS_PROXY: "http://user:secret@127.0.0.1:1" } }));
    expect(failed.message).toBe(`${FAR} gave no answer (ECONNREFUSED) through the proxy 127.0.0.1:1`);
  });

  it("that cannot be one ends it before anything is sent", () => {
    expect(() => connect({ env: { HTTPS_PROXY: "http://user:secret@" } })).toThrow(
      new Error("HTTPS_PROXY is no address of a proxy; it must be one such as http://proxy.example.com:3128."),
    );
  });
});

describe("a server's certificate", () => {
  it("that is not trusted ends it, with the way out", async () => {
    const failed = await failure(ask(`${used.root}/`, { ca: undefined }));
    expect(failed).toMatchObject({
      trouble: "certificate",
      message: `localhost:${used.port} has a certificate that is not trusted (DEPTH_ZERO_SELF_SIGNED_CERT)`,
    });
    expect(failed.next).toContain("NODE_EXTRA_CA_CERTS");
    expect(used.asked).toEqual([]);
  });

  it("is looked at behind a proxy, too", async () => {
    const failed = await failure(ask(`https://${FAR}/`, { ca: undefined, env: { HTTPS_PROXY: used.proxy } }));
    expect(failed.trouble).toBe("certificate");
    expect(used.asked).toEqual([]);
  });
});

describe("time and size have limits:", () => {
  it("a server that does not answer", async () => {
    used.answer = () => {};
    const failed = await failure(ask(`${used.root}/`, { timeLimit: 50 }));
    expect(failed).toMatchObject({ trouble: "no answer", code: "ETIMEDOUT" });
    expect(failed.message).toBe(`localhost:${used.port} gave no answer (ETIMEDOUT)`);
  });

  it("a server that does not come to the end of its answer", async () => {
    used.answer = (_, response) => void response.write("{");
    const failed = await failure(ask(`${used.root}/`, { timeLimit: 200 }));
    expect(failed.message).toBe(`localhost:${used.port} broke off its answer (ETIMEDOUT)`);
  });

  it("a connection that breaks off", async () => {
    used.answer = (_, response, socket) => {
      response.writeHead(200, { "content-length": "1000" });
      response.write("{", () => socket.destroy());
    };
    const failed = await failure(ask(`${used.root}/`));
    expect(failed).toMatchObject({ trouble: "no answer", code: "ECONNRESET" });
    expect(failed.message).toBe(`localhost:${used.port} broke off its answer (ECONNRESET)`);
  });

  it("an answer of any size", async () => {
    used.answer = (_, response) => {
      response.write("a".repeat(2_000_001));
    };
    const failed = await failure(ask(`${used.root}/`, { most: 2_000_000 }));
    expect(failed.message).toBe(`localhost:${used.port} answered with more than 2 MB`);
  });

  it("an answer that only grows when it is unpacked", async () => {
    used.answer = (_, response) => {
      response.setHeader("content-encoding", "gzip").end(gzipSync("a".repeat(2_000_001)));
    };
    expect((await failure(ask(`${used.root}/`, { most: 2_000_000 }))).trouble).toBe("too large");
  });

  it("an answer of just the size that it may have is taken", async () => {
    used.answer = (_, response) => void response.end("a".repeat(1000));
    expect((await ask(`${used.root}/`, { most: 1000 })).text).toHaveLength(1000);
  });
});

describe("without a server", () => {
  it("there is no answer", async () => {
    const failed = await failure(ask("https://localhost:1/"));
    expect(failed.message).toBe("localhost:1 gave no answer (ECONNREFUSED)");
    expect(failed.next).toBe("Check the network, and HTTPS_PROXY and NO_PROXY where a proxy is needed.");
  });
});
