/** Servers on this machine that stand for Microsoft's, and a proxy; what they are asked is written down. */
import { createServer as createHttp, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { createServer as createHttps } from "node:https";
import { type AddressInfo, connect } from "node:net";
import type { Duplex } from "node:stream";
import { generate } from "selfsigned";
import { afterAll, beforeAll, beforeEach } from "vitest";

/** A name that no resolver knows: it is reached through the proxy or not at all. */
export const FAR = "graph.example.invalid";

export interface Asked {
  method: string;
  path: string;
  headers: IncomingMessage["headers"];
  body: string;
}

export type Answers = (asked: Asked, response: ServerResponse, socket: Duplex) => void;

/**
 * An HTTPS server and a proxy for the tests of one file.
 * @returns their addresses; `answer` is each test's own, `asked` and `proxied` what came
 */
export function useServers() {
  const used = {
    port: 0,
    /** "https://localhost:1234" */
    root: "",
    /** The server's certificate. */
    ca: "",
    /** The proxy's address. */
    proxy: "",
    asked: [] as Asked[],
    /** "CONNECT graph.example.invalid:443", with the proxy's sign-in behind it where one was given. */
    proxied: [] as string[],
    /** Whom the proxy refuses. */
    proxyRefuses: undefined as number | undefined,
    answer: ((_asked, response) => void response.end()) as Answers,
  };
  const sockets = new Set<Duplex>();
  const servers: Server[] = [];
  const listen = async (server: Server): Promise<number> => {
    servers.push(server);
    server.on("connection", (socket: Duplex) => sockets.add(socket));
    await new Promise<void>((done) => server.listen(0, "0.0.0.0", done));
    return (server.address() as AddressInfo).port;
  };

  beforeAll(async () => {
    const pem = await generate([{ name: "commonName", value: "Microsoft of a test" }], {
      keyType: "ec",
      algorithm: "sha256",
      extensions: [
        { name: "basicConstraints", cA: true, critical: true },
        {
          name: "subjectAltName",
          altNames: [
            { type: 2, value: "localhost" },
            { type: 2, value: FAR },
            { type: 7, ip: "127.0.0.1" },
            { type: 7, ip: "0.0.0.0" },
          ],
        },
      ],
    });
    used.ca = pem.cert;
    used.port = await listen(
      createHttps({ cert: pem.cert, key: pem.private }, (request, response) => {
        let body = "";
        request.setEncoding("utf8").on("data", (part: string) => {
          body += part;
        });
        request.on("end", () => {
          const { method = "", url: path = "", headers } = request;
          used.asked.push({ method, path, headers, body });
          used.answer({ method, path, headers, body }, response, request.socket);
        });
      }),
    );
    used.root = `https://localhost:${used.port}`;
    const proxy = createHttp((request, response) => {
      used.proxied.push(`${request.method} ${request.url}`);
      response.end();
    });
    proxy.on("connect", (request: IncomingMessage, socket: Duplex) => {
      const signIn = request.headers["proxy-authorization"];
      used.proxied.push(["CONNECT", request.url, signIn].filter(Boolean).join(" "));
      if (used.proxyRefuses !== undefined) {
        socket.end(`HTTP/1.1 ${used.proxyRefuses} Refused\r\ncontent-type: text/html\r\n\r\n<html>Refused</html>`);
        return;
      }
      // Whatever host is asked for, there is only this one.
      const far = connect(used.port, "127.0.0.1", () => {
        socket.write("HTTP/1.1 200 Connection established\r\n\r\n");
        far.pipe(socket).pipe(far);
      });
      for (const end of [far, socket]) end.on("error", () => {});
    });
    used.proxy = `http://127.0.0.1:${await listen(proxy)}`;
  });
  beforeEach(() => {
    used.asked.length = 0;
    used.proxied.length = 0;
    used.proxyRefuses = undefined;
  });
  afterAll(async () => {
    const closed = servers.map((server) => new Promise((done) => server.close(done)));
    for (const socket of sockets) socket.destroy();
    await Promise.all(closed);
  });
  return used;
}

/** Answers JSON, each with what comes next in turn; the last one again and again. */
export function answering(
  ...answers: { status?: number; headers?: Record<string, string>; body?: unknown }[]
): Answers {
  let next = 0;
  return (_, response) => {
    const { status = 200, headers = {}, body } = answers[Math.min(next, answers.length - 1)] ?? {};
    next += 1;
    response.writeHead(status, { "content-type": "application/json", ...headers });
    response.end(typeof body === "string" || body === undefined ? body : JSON.stringify(body));
  };
}
