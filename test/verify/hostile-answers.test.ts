/** Whatever the token endpoint and the APIs answer: verify's table and the plugin's line. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { look } from "../../commands/plugin/look.ts";
import { readRange } from "../../commands/plugin/range.ts";
import { verdict } from "../../commands/plugin/verdict.ts";
import { exitCode, type Row, renderTable, reportJson } from "../../commands/rows/report.ts";
import { verify } from "../../commands/verify/verify.ts";
import { rowsWithoutKey, withoutKey } from "../../commands/verify/without-key.ts";
import { CannotRun } from "../../machine/cannot-run.mjs";
import { pluginLine } from "../../machine/plugin-line.mjs";
import { printed } from "../../machine/printed.mjs";
import { useServers } from "../microsoft/loopback.ts";
import { anyJson, anyText, HOSTILE, STEERING } from "../support/hostile.ts";
import { cloudOf, KEY, type Odd, PARTS, type Part, TODAY, tokenOf } from "./hostile-cloud.ts";

const used = useServers();

/** No seven characters of the key are in a text, however it was cut. */
function expectNoKey(text: string): void {
  const flat = text.replace(/\s/g, "");
  for (let at = 0; at + 7 <= KEY.length; at += 1) expect(flat).not.toContain(KEY.slice(at, at + 7));
}

/** The same name and server, and another address: what goes there must hold nothing that is secret. */
function expectNothingSecretElsewhere(): void {
  for (const { headers, body } of used.asked.filter(({ headers }) => headers.host !== `localhost:${used.port}`)) {
    expect([headers.authorization, body]).toEqual([undefined, ""]);
  }
}

/** What a person sees of verify, and with which exit code. */
async function verified(odd: Odd): Promise<{ exit: number; rows: Row[]; said: string }> {
  const cloud = cloudOf(used);
  cloud.odd = odd;
  used.asked.length = 0;
  try {
    const found = await verify(cloud.target, { ca: cloud.ca, today: TODAY, timeout: 0 });
    expectNothingSecretElsewhere();
    const rows = rowsWithoutKey(found, KEY);
    const [table, json] = [renderTable(rows, 80), reportJson("verify", undefined, rows)];
    for (const text of [table, json]) {
      expect(text).not.toMatch(STEERING);
      expectNoKey(text);
    }
    for (const { check, detail, next = "" } of JSON.parse(json).rows) {
      expect(check.length + detail.length + next.length).toBeLessThan(6500);
    }
    expect(table.split("\n").length).toBeLessThan(400);
    return { exit: exitCode(rows), rows, said: table };
  } catch (error) {
    expectNothingSecretElsewhere();
    expect(error).toBeInstanceOf(CannotRun);
    const said = printed(withoutKey((error as Error).message, KEY));
    expect(said).toContain(`localhost:${used.port}`);
    expect(said.length).toBeLessThan(800);
    expect(said).not.toMatch(STEERING);
    expectNoKey(said);
    return { exit: 2, rows: [], said };
  }
}

const THRESHOLDS = { warning: readRange("60:"), critical: readRange("14:") } as Parameters<typeof verdict>[1];

/** What a monitor reads. */
async function line(odd: Odd): Promise<{ exit: number; said: string }> {
  const cloud = cloudOf(used);
  cloud.odd = odd;
  used.asked.length = 0;
  const judged = await look(cloud.target, { ca: cloud.ca, today: TODAY }).then(
    (found) => verdict(found, THRESHOLDS, { holder: "this file", stack: undefined, older: false }),
    (error) => {
      expect(error).toBeInstanceOf(CannotRun);
      return { exit: 3, text: (error as Error).message, performance: undefined };
    },
  );
  expectNothingSecretElsewhere();
  const said = pluginLine(judged.exit, withoutKey(judged.text, KEY), judged.performance);
  expect(said).toMatch(/^ESIA M365 [^\n|]*( \| days=-?\d+;60:;14:;)?$/);
  expect(said).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
  expect(said.length).toBeLessThan(400);
  expectNoKey(said);
  return { exit: judged.exit, said };
}

/** Another's address on this machine. */
const elsewhere = (path: string) => `https://127.0.0.1:${used.port}${path}`;

/** Bodies that are not what any of the requests asks for. */
const WRONG = [
  "",
  "null",
  "7",
  '"x"',
  "{",
  "[null]",
  '{"value":{"length":1}}',
  '{"__proto__":{"value":[{"id":"1"}],"passwordCredentials":[]}}',
  '{"value":[{"__proto__":{"id":"1"}}]}',
  '{"access_token":"a.b.c"}',
  '{"access_token":{"__proto__":[]},"expires_in":1e400}',
  '{"access_token":7,"expires_in":"2027-02-30"}',
  `{"error":{"code":"${"x".repeat(10_000)}","message":"\\u001b[2J\\u202e"}}`,
  `${"[".repeat(20_000)}${"]".repeat(20_000)}`,
  "<!doctype html><title>Sign in</title>",
];
/** No answer of 200. 429 and 5xx are asked again, which a test has no time for. */
const OTHER_STATUS = [202, 204, 206, 301, 302, 303, 307, 308, 400, 401, 403, 404, 407];

const malformed = (parts: readonly Part[]): fc.Arbitrary<Odd> =>
  fc.oneof(
    fc.record({ part: fc.constantFrom(...parts), body: fc.constantFrom(...WRONG) }),
    fc.record({
      part: fc.constantFrom(...parts),
      status: fc.constantFrom(...OTHER_STATUS),
      body: fc.oneof(
        fc.constantFrom(...WRONG),
        anyText,
        anyJson.map((value) => JSON.stringify(value)),
      ),
      // A redirect without an address leads nowhere; with one it must not be followed by anything that is secret.
      headers: fc.constantFrom(
        {},
        { location: "/nowhere" },
        { location: "https://evil.invalid/x" },
        { location: "::" },
      ),
    }),
  );

describe("an answer that is not what was asked for", () => {
  const told = PARTS.filter((part) => part !== "signIns" && part !== "principals");

  /** Which is an answer, and documented: the key's life cannot be proved then, and nothing fails. */
  const isRefusalOfTheApplication = ({ part, status = 200 }: Odd) =>
    part === "application" && status >= 400 && status !== 407;

  it("is no good end of verify, and is told in sentences that steer nothing and hold no key", async () => {
    await fc.assert(
      fc.asyncProperty(malformed(told), async (odd) => {
        const { exit, said, rows } = await verified(odd);
        if (isRefusalOfTheApplication(odd)) {
          expect(rows.find(({ check }) => check === "Key's life")?.result).toBe("unknown");
        } else expect([exit, odd.part, said]).not.toEqual([0, odd.part, said]);
      }),
      { numRuns: 20 },
    );
  });

  it("is nothing good for a monitor", async () => {
    const parts: Part[] = ["metadata", "token", "application", "principals", "feed"];
    await fc.assert(
      fc.asyncProperty(malformed(parts), async (odd) => {
        const { exit, said } = await line(odd);
        expect([exit, said]).not.toEqual([0, said]);
      }),
      { numRuns: 20 },
    );
  });

  it("in place of the report of sign-ins, a beta, proves nothing of an older key", async () => {
    await fc.assert(
      fc.asyncProperty(malformed(["signIns"]), async (odd) => {
        const { rows } = await verified(odd);
        expect(rows.filter(({ check }) => check === "Older keys").map(({ result }) => result)).toEqual(["unknown"]);
      }),
      { numRuns: 8 },
    );
  });

  it.each(["token", "metadata"] as const)("of the %s is said to be one, not to be none", async (part) => {
    const { said } = await verified({ part, body: "<html>Sign in to the guest network</html>" });
    expect(said).toContain(`localhost:${used.port} answered with a web page in place of JSON`);
    expect((await line({ part, body: "{}" })).said).toContain(
      `localhost:${used.port} answered in a form that is not known here`,
    );
  });
});

describe("a text of somebody's making in an answer that is well-formed", () => {
  const texts = fc.oneof(anyText, fc.constantFrom(KEY, ...[0, 30, 100, 140, 155].map((at) => "y".repeat(at) + KEY)));
  const instants = fc.constantFrom(
    "2028-01-01T00:00:00Z",
    "2027-02-30T00:00:00Z",
    "+275760-09-13T00:00:00Z",
    "",
    "x",
    "0",
  );
  const answers: fc.Arbitrary<Odd> = fc.oneof(
    texts.map(
      (name): Odd => ({ part: "organization", body: JSON.stringify({ value: [{ id: name, displayName: name }] }) }),
    ),
    texts.map((name): Odd => ({ part: "feed", body: JSON.stringify([{ contentType: name, status: name }]) })),
    texts.map((name): Odd => ({ part: "token", body: tokenOf({ roles: [name, "Application.Read.All"] }) })),
    texts.map((name): Odd => ({ part: "csv", body: `User Principal Name\r\n${name}\r\n` })),
    fc.tuple(texts, instants, instants).map(
      ([name, startDateTime, endDateTime]): Odd => ({
        part: "application",
        body: JSON.stringify({
          passwordCredentials: [
            { keyId: "a", displayName: name, hint: KEY.slice(0, 3), startDateTime, endDateTime },
            { keyId: "b", displayName: `ESIA key 2, ${name}`, hint: "zzz", startDateTime, endDateTime },
          ],
          requiredResourceAccess: [{ resourceAppId: name, resourceAccess: [{ id: name, type: "Role" }] }],
        }),
      }),
    ),
    fc
      .tuple(fc.constantFrom(...PARTS), texts, texts)
      .map(([part, code, message]): Odd => ({ part, status: 400, body: JSON.stringify({ error: { code, message } }) })),
    fc.tuple(texts, texts).map(
      ([error, description]): Odd => ({
        part: "token",
        status: 400,
        body: JSON.stringify({ error, error_description: `AADSTS${description}` }),
      }),
    ),
  );

  it("steers no terminal, is bounded, and takes no part of the key out", async () => {
    await fc.assert(
      fc.asyncProperty(answers, async (odd) => void (await verified(odd))),
      { numRuns: 20 },
    );
  });

  it("stays in the monitor's line", async () => {
    await fc.assert(
      fc.asyncProperty(answers, async (odd) => void (await line(odd))),
      { numRuns: 20 },
    );
  });

  it.each([
    ["400 digits", "9".repeat(400)],
    ["an inherited name", "__proto__"],
    ["a number at its edge", "9007199254740993"],
  ])("a code of Entra's that is none is not repeated: %s", async (_, digits) => {
    const { said } = await verified({
      part: "token",
      status: 400,
      body: JSON.stringify({ error_description: `AADSTS${digits}` }),
    });
    expect(said).toContain("Entra answers with status 400.");
  });

  it("twenty thousand roles in a token are counted, and their table has an end", async () => {
    const roles = Array.from({ length: 20_000 }, (_, at) => `Extra.${at}`);
    const { said } = await verified({ part: "token", body: tokenOf({ roles: [...roles, "Application.Read.All"] }) });
    expect(said).toMatch(/Extra: 39951 others/);
  });

  it("five thousand keys that begin alike are told in a sentence", async () => {
    const passwordCredentials = Array.from({ length: 5_000 }, (_, at) => ({
      keyId: `${at}`,
      displayName: `ESIA key ${at + 1}, made 2026-10-01`,
      hint: KEY.slice(0, 3),
      endDateTime: "2028-01-01T00:00:00Z",
    }));
    const body = JSON.stringify({ passwordCredentials, requiredResourceAccess: [] });
    expect((await verified({ part: "application", body })).said).toContain("begin alike");
    expect((await line({ part: "application", body })).exit).not.toBe(0);
  });
});

describe("the key goes to the cloud's own sign-in host alone", () => {
  it.each([
    ["another host", () => elsewhere("/oauth2/v2.0/token")],
    ["one that nobody has", () => "https://evil.invalid/oauth2/v2.0/token"],
    ["its own without encryption", () => `http://localhost:${used.port}/oauth2/v2.0/token`],
  ])("though the tenant's metadata names %s", async (_, address) => {
    const { root } = used;
    const issuer = `${root}/a0000000-0000-4000-8000-000000000001/v2.0`;
    const body = JSON.stringify({
      issuer,
      authorization_endpoint: `${root}/authorize`,
      token_endpoint: address(),
      jwks_uri: `${root}/keys`,
    });
    const { exit, said } = await verified({ part: "metadata", body });
    expect(used.asked.filter(({ body }) => body.includes("client_secret"))).toEqual([]);
    expect([exit, said]).toEqual([2, expect.stringMatching(/points to .*, which must not get (its token|the key)/)]);
    expect((await line({ part: "metadata", body })).exit).toBe(3);
  });

  it.each(OTHER_STATUS.filter((status) => status >= 300 && status < 400))(
    "though the token endpoint answers %d with another's address",
    async (status) => {
      const odd: Odd = { part: "token", status, headers: { location: elsewhere("/oauth2/v2.0/token") }, body: "" };
      const { exit, said } = await verified(odd);
      expect([exit, said]).toEqual([2, expect.stringContaining(`answered ${status}, which leads elsewhere`)]);
    },
  );

  it("though the report leads anywhere", async () => {
    const header = (text: string) => encodeURI(text.replace(/[\ud800-\udfff]/g, ""));
    const locations = fc.constantFrom(
      ...HOSTILE.map(header),
      elsewhere("/download.csv"),
      "file:///etc/passwd",
      "http://evil.invalid/",
    );
    await fc.assert(
      fc.asyncProperty(locations, async (location) => {
        const { exit } = await verified({ part: "report", status: 302, headers: { location }, body: "" });
        // The address of a report gets no token, so that another one of this machine's may give it.
        expect(exit).toBe(location === elsewhere("/download.csv") ? 0 : 1);
      }),
      { numRuns: 20 },
    );
  });
});

describe("an answer without an end", () => {
  it.each(["metadata", "token"] as const)("of the %s is too large, and not kept", async (part) => {
    const cloud = cloudOf(used);
    const answered = used.answer;
    used.answer = (asked, response, socket) => {
      const isPart = asked.path.includes(part === "token" ? "/token" : "/openid-configuration");
      if (!isPart) return answered(asked, response, socket);
      response.writeHead(200, { "content-type": "application/json" });
      const more = () => {
        while (response.write(" ".repeat(65_536)));
      };
      response.on("drain", more);
      more();
    };
    await expect(verify(cloud.target, { ca: cloud.ca, today: TODAY, timeout: 0 })).rejects.toThrow(
      `localhost:${used.port} answered with more than 1 MB`,
    );
  });
});
