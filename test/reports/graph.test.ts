import { describe, expect, it } from "vitest";
import type { Operator } from "../../operator/operator.ts";
import { type Answer, signedIn } from "../../reports/graph.ts";

const TENANT = "6f58cbcf-0ccb-4ad5-81c9-3bab80e661f4";
const token = (claims: object) => `e30.${Buffer.from(JSON.stringify(claims)).toString("base64url")}.x`;

function operator(issued: string | null): Operator {
  return {
    how: "test",
    credential: {
      getToken: async (scope) => {
        expect(scope).toBe("https://graph.microsoft.com/.default");
        return issued === null ? null : { token: issued, expiresOnTimestamp: 0 };
      },
    },
    tenantId: TENANT,
    graphRoot: "https://graph.microsoft.com",
    loginRoot: "https://login.microsoftonline.com",
  };
}

const refused = (status: number, retryAfter?: string): Answer => ({
  status,
  text: JSON.stringify({ error: { code: `Code${status}` } }),
  retryAfter,
});
const OK: Answer = { status: 200, text: '{"displayConcealedNames":true}', retryAfter: undefined };

/** Answers in turn, the last one again and again; writes down requests and waits. */
async function graph(...answers: (Answer | Error)[]) {
  const log: string[] = [];
  const graph = await signedIn(operator(token({ tid: TENANT })), TENANT, {
    ask: async (url, method, _token, body) => {
      log.push(`${method} ${url.href}${body ? ` ${JSON.stringify(body)}` : ""}`);
      const answer = answers.length > 1 ? answers.shift() : answers[0];
      if (answer instanceof Error) throw answer;
      return answer as Answer;
    },
    sleep: async (milliseconds) => void log.push(`${milliseconds} ms`),
  });
  return { graph, log };
}

const GET = "GET https://graph.microsoft.com/v1.0/admin/reportSettings";

describe("a request to Graph", () => {
  it("is sent once when it succeeds", async () => {
    const { graph: opened, log } = await graph(OK);
    expect(await opened.get("/admin/reportSettings")).toEqual({ displayConcealedNames: true });
    expect(log).toEqual([GET]);
  });

  it("carries its body as it is", async () => {
    const { graph: opened, log } = await graph({ status: 204, text: "", retryAfter: undefined });
    await opened.patch("/admin/reportSettings", { displayConcealedNames: false });
    expect(log).toEqual([
      'PATCH https://graph.microsoft.com/v1.0/admin/reportSettings {"displayConcealedNames":false}',
    ]);
  });

  it("is sent again when Graph throttles, after as long as it asks for", async () => {
    const { graph: opened, log } = await graph(refused(429, "7"), OK);
    await opened.get("/admin/reportSettings");
    expect(log).toEqual([GET, "7000 ms", GET]);
  });

  it("never waits longer than a minute", async () => {
    const { graph: opened, log } = await graph(refused(429, "3600"), OK);
    await opened.get("/admin/reportSettings");
    expect(log).toEqual([GET, "60000 ms", GET]);
  });

  it("is given up after four tries", async () => {
    const { graph: opened, log } = await graph(new Error("graph.microsoft.com gave no answer (ECONNRESET)"));
    await expect(opened.get("/admin/reportSettings")).rejects.toThrow("gave no answer (ECONNRESET)");
    expect(log).toEqual([GET, "1000 ms", GET, "2000 ms", GET, "4000 ms", GET]);
  });

  it("is not sent again when it is refused", async () => {
    const { graph: opened, log } = await graph(refused(403));
    await expect(opened.get("/admin/reportSettings")).rejects.toThrow("Microsoft Graph answered 403 Code403");
    expect(log).toEqual([GET]);
  });
});

describe("a sign-in is refused", () => {
  it("when it led to another tenant, whose reports are not to be touched", async () => {
    await expect(signedIn(operator(token({ tid: "11111111-2222-3333-4444-555555555555" })), TENANT)).rejects.toThrow(
      `The operator is signed in to tenant 11111111-2222-3333-4444-555555555555, but this stack's is ${TENANT}.`,
    );
  });

  it("when it gave no token", async () => {
    await expect(signedIn(operator(null), TENANT)).rejects.toThrow("The operator's sign-in gave no token.");
  });

  it("but not for a token that cannot be read: its form is Microsoft's own business", async () => {
    await expect(signedIn(operator("opaque"), TENANT)).resolves.toBeDefined();
  });
});
