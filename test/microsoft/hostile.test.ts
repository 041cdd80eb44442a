import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parsed, reader, type Source } from "../../microsoft/client.ts";
import { endpointsOf } from "../../microsoft/endpoints.ts";
import { RequestFailed, refused } from "../../microsoft/failure.ts";
import { tenantIdOf } from "../../microsoft/tenant-id.ts";
import { isLoopback } from "../../microsoft/this-machine.ts";
import { claimsOf } from "../../microsoft/token.ts";
import { anyJson, anyText, HOSTILE, STEERING } from "../support/hostile.ts";
import { answering, useServers } from "./loopback.ts";

const command = (words: string) => `'pulumi ${words} --stack acme'`;

const TOKEN = "token-of-the-operator";
const HOST = "graph.microsoft.com";
const SHAPE = {
  value: [{ id: "string", "displayName?": "string", "tags?": ["string"], end: "instant" }],
  "@odata.nextLink?": "string",
} as const;
const used = useServers();

function source(more: Partial<Source> = {}): Source {
  return { root: used.root, token: TOKEN, ca: used.ca, env: {}, again: async () => false, ...more };
}

/** A failure that is expected: a sentence of bounded length that begins with who was asked, and holds no token. */
function expectFailure(failed: unknown, host: string): void {
  expect(failed).toBeInstanceOf(RequestFailed);
  const { message } = failed as RequestFailed;
  expect(message.startsWith(`${host} `)).toBe(true);
  expect(message).not.toMatch(STEERING);
  expect(message).not.toContain(TOKEN);
  expect(message.length).toBeLessThan(700);
}

const anyBody = fc.oneof(
  anyText,
  anyJson.map((value) => JSON.stringify(value)),
  anyJson.map((value) => JSON.stringify({ value: [value] })),
  fc.constantFrom(
    '{"value":[{"id":"a","end":"2027-02-30T00:00:00Z"}]}',
    '{"value":[{"id":"a","end":"2027-02-28"}]}',
    '{"value":[{"id":1e400,"end":"2027-02-28T00:00:00Z"}]}',
    '{"value":[{"end":"2027-02-28T00:00:00Z"}],"__proto__":{"id":"a"}}',
    '{"value":{"length":1e9}}',
    `${"[".repeat(50_000)}${"]".repeat(50_000)}`,
    `<!doctype html><title>${"x".repeat(10_000)}`,
  ),
);

describe("whatever an API answers", () => {
  it("is of the shape that was asked for, or a failure in one short sentence", () => {
    fc.assert(
      fc.property(
        anyBody,
        fc.constantFrom(200, 202, 204, 206, 301, 302, 400, 401, 403, 404, 429, 500, 503),
        (text, status) => {
          try {
            const { value } = parsed({ status, text, retryAfter: undefined, location: undefined }, HOST, SHAPE);
            expect(status).toBe(200);
            for (const { id } of value) expect(typeof id).toBe("string");
          } catch (failed) {
            expectFailure(failed, HOST);
          }
        },
      ),
      { numRuns: 500 },
    );
  });

  it("refuses in words that are bounded, whatever its code is", () => {
    fc.assert(
      fc.property(anyText, anyText, (code, message) => {
        expectFailure(refused(HOST, 403, JSON.stringify({ error: { code, message } })), HOST);
      }),
    );
  });

  it.each(HOSTILE.filter((next) => next !== ""))(
    "the token goes nowhere else by a link to the next page, nor round for ever: %j",
    async (next) => {
      used.answer = answering({ body: { value: [], "@odata.nextLink": next } });
      const failed = await reader(source({ mostPages: 3 }))
        .list("/v1.0/x", { id: "string" })
        .catch((error: unknown) => error);
      expectFailure(failed, `localhost:${used.port}`);
      expect(used.asked.length).toBeLessThan(4);
    },
  );

  it.each([
    "https://graph.microsoft.com.evil.invalid/v1.0/x",
    "https://localhost@evil.invalid/",
    "https://evil.invalid\\@localhost/",
    "\\\\evil.invalid\\x",
    "javascript:alert(1)",
    "file:///etc/passwd",
    "data:application/json,{}",
    `https://${"x".repeat(700_000)}.invalid/`,
  ])("a link that looks like its own is another's: %#", async (next) => {
    used.answer = answering({ body: { value: [], "@odata.nextLink": next } });
    const failed = await reader(source())
      .list("/v1.0/x", { id: "string" })
      .catch((error: unknown) => error);
    expectFailure(failed, `localhost:${used.port}`);
    expect(used.asked).toHaveLength(1);
  });

  it("a list that leads back to its beginning is not read again", async () => {
    used.answer = answering({ body: { value: [{ id: "a" }], "@odata.nextLink": "/v1.0/x" } });
    const failed = await reader(source())
      .list("/v1.0/x", { id: "string" })
      .catch((error: unknown) => error);
    expect((failed as Error).message).toBe(
      `localhost:${used.port} answered in a form that is not known here: @odata.nextLink leads back`,
    );
    expect(used.asked).toHaveLength(1);
  });

  it("a body without an end is not waited for, and one that is too large is not kept", async () => {
    used.answer = (_, response) => {
      response.writeHead(200, { "content-type": "application/json" });
      const more = () => {
        while (response.write(" ".repeat(65_536)));
      };
      response.on("drain", more);
      more();
    };
    const failed = await reader(source({ most: 200_000 }))
      .get("/v1.0/x", { id: "string" })
      .catch((error: unknown) => error);
    expectFailure(failed, `localhost:${used.port}`);
  });
});

describe("whatever stands in place of", () => {
  it("a token: it says what is in it of the right type, or nothing", () => {
    const payload = (value: unknown) => `h.${Buffer.from(JSON.stringify(value)).toString("base64url")}.s`;
    fc.assert(
      fc.property(fc.oneof(anyText, anyJson.map(payload)), (token) => {
        for (const value of Object.values(claimsOf(token) ?? {})) {
          expect(value === undefined || typeof value === "string" || Array.isArray(value)).toBe(true);
        }
      }),
    );
  });

  it("a tenant: a GUID, or a sentence, and nobody is asked about what is no domain", async () => {
    await fc.assert(
      fc.asyncProperty(anyText, anyText, async (configured, text) => {
        const asked: URL[] = [];
        const found = await tenantIdOf(configured, "https://login.microsoftonline.com", command, async (url) => {
          asked.push(url);
          return { status: 200, text };
        }).catch((error: unknown) => error);
        for (const { origin, pathname } of asked) {
          expect(origin).toBe("https://login.microsoftonline.com");
          expect(pathname).toMatch(/^\/[a-z0-9.-]+\/v2\.0\/\.well-known\/openid-configuration$/i);
        }
        if (found instanceof Error) {
          expect(found.message).toContain("tenant");
          expect(found.message).not.toMatch(STEERING);
          expect(found.message.length).toBeLessThan(1000);
        } else expect(found).toMatch(/^[0-9a-f-]{36}$/);
      }),
    );
  });

  it("the embedded tenant's address: only this machine's own is taken", () => {
    const near = ["localhost.evil.invalid", "127.0.0.1.evil.invalid", "evil.invalid:443", "localhost:1@evil.invalid"];
    const odd = [
      "localhost:1/../evil",
      "localhost\n",
      "128.0.0.1",
      "0x7f.1",
      "[::2]",
      "169.254.169.254",
      "1.localhost",
    ];
    for (const value of [...HOSTILE, ...near, ...odd].filter((host) => host !== "")) {
      expect([value.slice(0, 40), isLoopback(value)]).toEqual([value.slice(0, 40), false]);
      const take = () =>
        endpointsOf({ environment: undefined, metadataHost: { value, from: "ARM_METADATA_HOSTNAME" } });
      expect(take).toThrow(/ARM_METADATA_HOSTNAME/);
    }
  });
});
