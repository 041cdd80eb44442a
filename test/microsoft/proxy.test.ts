import { describe, expect, it } from "vitest";
import { goesThrough, proxyOf } from "../../microsoft/proxy.ts";

describe("the proxy of an environment", () => {
  it("is none where none is named", () => {
    expect(proxyOf({})).toBeUndefined();
    expect(proxyOf({ HTTPS_PROXY: "", NO_PROXY: "example.com" })).toBeUndefined();
  });

  it("is taken from the first variable that names one", () => {
    const hosts = (env: NodeJS.ProcessEnv) => proxyOf(env)?.host;
    expect(hosts({ HTTP_PROXY: "http://c:3", ALL_PROXY: "http://b:2", HTTPS_PROXY: "http://a:1" })).toBe("a:1");
    expect(hosts({ HTTP_PROXY: "http://c:3", all_proxy: "http://b:2" })).toBe("b:2");
    expect(hosts({ http_proxy: "http://c:3" })).toBe("c:3");
  });

  it.each([
    ["http://proxy.example.com:3128", "http://proxy.example.com", 3128],
    ["https://proxy.example.com", "https://proxy.example.com", 443],
    ["proxy.example.com:3128", "http://proxy.example.com", 3128],
    ["10.0.0.1", "http://10.0.0.1", 80],
  ])("%s is %s at port %d", (address, host, port) => {
    expect(proxyOf({ HTTPS_PROXY: address })?.settings).toEqual({ host, port, username: "", password: "" });
  });

  it("keeps its sign-in out of what a person reads", () => {
    expect(proxyOf({ HTTPS_PROXY: "http://user:p%40ss@proxy.example.com:3128" })).toEqual({
      settings: { host: "http://proxy.example.com", port: 3128, username: "user", password: "p%40ss" },
      host: "proxy.example.com:3128",
      without: [],
    });
  });

  it("is left out for the hosts of NO_PROXY and all below them, as Go does it", () => {
    const env = { HTTPS_PROXY: "http://a:1", no_proxy: "Example.com, .example.org,*.example.net,10.0.0.1:8443,," };
    expect(proxyOf(env)?.without).toEqual([".example.com", ".example.org", ".example.net", ".10.0.0.1"]);
  });

  it.each([
    ["graph.microsoft.com", true],
    ["example.com", false],
    ["a.b.Example.com", false],
    ["notexample.com", true],
    ["10.0.0.1", false],
    ["localhost", false],
    ["127.0.0.2", false],
    ["[::1]", false],
    ["169.254.169.254", false],
  ])("is gone through for %s: %s", (host, expected) => {
    expect(goesThrough(proxyOf({ HTTPS_PROXY: "http://a:1", NO_PROXY: "example.com,10.0.0.1" }), host)).toBe(expected);
  });

  it("is none where NO_PROXY is everything", () => {
    expect(proxyOf({ HTTPS_PROXY: "http://a:1", NO_PROXY: "example.com,*" })).toBeUndefined();
  });

  it.each([
    ["http://", "ALL_PROXY is no address of a proxy; it must be one such as http://proxy.example.com:3128."],
    [
      "socks5://user:secret@127.0.0.1:1080",
      "ALL_PROXY names a proxy of the kind socks5; only http and https can be used here: set HTTPS_PROXY to one, or list " +
        "the hosts in NO_PROXY.",
    ],
  ])("that cannot be used is refused in a sentence without its value: %s", (address, sentence) => {
    expect(() => proxyOf({ ALL_PROXY: address })).toThrow(new Error(sentence));
  });
});
