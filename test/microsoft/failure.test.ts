import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import * as failures from "../../microsoft/failure.ts";
import { inTheServersWords } from "../../microsoft/said.ts";

const HOST = "graph.microsoft.com";

describe("a failed request", () => {
  it.each([
    [failures.refused(HOST, 403, '{"error":{"code":"Denied"}}'), "graph.microsoft.com answered 403 Denied", undefined],
    [failures.refused(HOST, 401, ""), "graph.microsoft.com answered 401", undefined],
    [
      failures.refused(HOST, 429, "", 600_000),
      "graph.microsoft.com answered 429 and asks to wait 600 s",
      "Run it again in some minutes.",
    ],
    [
      failures.refused(HOST, 407, "<html>"),
      "graph.microsoft.com answered 407",
      "The proxy wants a sign-in: put it into HTTPS_PROXY, as http://user:password@host:port.",
    ],
    [
      failures.noAnswer(HOST, "ENOTFOUND"),
      "graph.microsoft.com gave no answer (ENOTFOUND)",
      "Check the network, and HTTPS_PROXY and NO_PROXY where a proxy is needed.",
    ],
    [
      failures.noAnswer(HOST, "CERT_HAS_EXPIRED", { proxy: "proxy:3128" }),
      "graph.microsoft.com has a certificate that is not trusted (CERT_HAS_EXPIRED) through the proxy proxy:3128",
      "A proxy on the way may have put its own in its place: name that proxy's certificate in NODE_EXTRA_CA_CERTS. Never " +
        "switch the check off.",
    ],
    [
      failures.webPage(HOST, 200),
      "graph.microsoft.com answered with a web page in place of JSON",
      "A proxy or the network's own sign-in page may have answered in its place: check HTTPS_PROXY and NO_PROXY, or open " +
        "its address in a browser on this machine.",
    ],
    [
      failures.tooLarge(HOST, 16_000_000),
      "graph.microsoft.com answered with more than 16 MB",
      "A proxy or the network's own sign-in page may have answered in its place: check HTTPS_PROXY and NO_PROXY, or open " +
        "its address in a browser on this machine.",
    ],
  ])("says what happened and what to do: %#", (failed, message, next) => {
    expect(failed.message).toBe(message);
    expect(failed.next).toBe(next);
  });

  it.each([
    "DEPTH_ZERO_SELF_SIGNED_CERT",
    "SELF_SIGNED_CERT_IN_CHAIN",
    "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
    "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
    "CERT_HAS_EXPIRED",
    "ERR_TLS_CERT_ALTNAME_INVALID",
  ])("of a certificate is told from one of the network: %s", (code) => {
    expect(failures.noAnswer(HOST, code).trouble).toBe("certificate");
  });

  it("keeps the server's own words for who asks for them, out of every print of itself", () => {
    const failed = failures.refused(HOST, 400, '{"error":{"code":"x","message":"What is secret-1?"}}');
    expect(failed.said).toEqual({ code: "x", message: "What is secret-1?" });
    expect(inspect(failed, { depth: null }) + JSON.stringify(failed)).not.toContain("secret-1");
  });
});

describe("a server's own words", () => {
  it.each([
    ['{"error":{"code":"x","message":"y"}}', { code: "x", message: "y" }],
    [
      '{"error":{"code":"UnknownError","message":"{\\"error\\":{\\"code\\":\\"x\\",\\"message\\":\\"y\\"}}"}}',
      { code: "x", message: "y" },
    ],
    ['{"error":{"code":"x","message":"{}"}}', { code: "x", message: "{}" }],
    ['{"error":{"code":7}}', { code: "", message: "" }],
    ['{"error":"invalid_client"}', { code: "", message: "" }],
    ["{}", { code: "", message: "" }],
    ["null", { code: "", message: "" }],
    ["<html>Refused</html>", { code: "", message: "" }],
    ["The service is unavailable.", { code: "", message: "The service is unavailable." }],
    ["", { code: "", message: "" }],
  ])("%s", (text, said) => {
    expect(inTheServersWords(text)).toEqual(said);
  });
});
