import { describe, expect, it } from "vitest";
import { noAnswer, RequestFailed, redirected, refused, webPage } from "../../microsoft/failure.ts";
import { patiently, pauseAfter, waitAskedFor } from "../../microsoft/retry.ts";

const HOST = "graph.microsoft.com";

describe("another try", () => {
  it("is made after 1, 2 and 4 seconds, and no fourth one", () => {
    const failed = refused(HOST, 503, "");
    expect([1, 2, 3, 4].map((tries) => pauseAfter(failed, tries))).toEqual([1000, 2000, 4000, undefined]);
  });

  it.each([
    ["throttled", refused(HOST, 429, "")],
    ["in trouble", refused(HOST, 500, "")],
    ["behind a gateway without an answer", refused(HOST, 504, "")],
    ["not heard", noAnswer(HOST, "ECONNRESET")],
    ["not found by its name", noAnswer(HOST, "ENOTFOUND")],
  ])("is made of a server that is %s", (_, failed) => {
    expect(pauseAfter(failed, 1)).toBe(1000);
  });

  it.each([
    ["a refusal", refused(HOST, 403, "")],
    ["what is not there", refused(HOST, 404, "")],
    ["a certificate that is not trusted", noAnswer(HOST, "SELF_SIGNED_CERT_IN_CHAIN")],
    ["a redirect", redirected(HOST, 302)],
    ["a web page", webPage(HOST, 200)],
    ["a proxy's wish for a sign-in", refused(HOST, 407, "")],
  ])("is not made of %s", (_, failed) => {
    expect(pauseAfter(failed, 1)).toBeUndefined();
  });

  it("waits as long as the server asks, up to a minute; one that asks for more is not asked again", () => {
    expect(pauseAfter(refused(HOST, 429, "", 17_000), 1)).toBe(17_000);
    expect(pauseAfter(refused(HOST, 503, "", 500), 3)).toBe(4000);
    expect(pauseAfter(refused(HOST, 429, "", 60_000), 1)).toBe(60_000);
    expect(pauseAfter(refused(HOST, 429, "", 60_001), 1)).toBeUndefined();
  });

  it("is announced before it is waited for", async () => {
    const log: string[] = [];
    const again = patiently({
      say: (line) => log.push(line),
      sleep: async (milliseconds) => void log.push(`${milliseconds} ms`),
    });
    expect(await again(refused(HOST, 429, '{"error":{"code":"TooManyRequests"}}', 7000), 1)).toBe(true);
    expect(await again(refused(HOST, 403, ""), 1)).toBe(false);
    expect(log).toEqual([
      "graph.microsoft.com answered 429 TooManyRequests and asks to wait 7 s: again in 7 s.",
      "7000 ms",
    ]);
  });
});

describe("Retry-After", () => {
  const now = Date.parse("2026-11-25T12:00:00Z");
  it.each([
    ["7", 7000],
    ["0.5", 500],
    ["Wed, 25 Nov 2026 12:00:30 GMT", 30_000],
    ["Wed, 25 Nov 2026 11:59:30 GMT", undefined],
    ["0", undefined],
    ["-3", undefined],
    ["soon", undefined],
    ["", undefined],
    [undefined, undefined],
  ])("%j is %s milliseconds", (header, expected) => {
    expect(waitAskedFor(header, now)).toBe(expected);
  });
});

it("every expected failure is of one class", () => {
  expect(
    [refused(HOST, 403, ""), noAnswer(HOST, "X"), redirected(HOST, 302)].every((e) => e instanceof RequestFailed),
  ).toBe(true);
});
