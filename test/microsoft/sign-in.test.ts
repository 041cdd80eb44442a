import { ClientSecretCredential } from "@azure/identity";
import { describe, expect, it } from "vitest";
import { signInOptions } from "../../microsoft/sign-in.ts";
import { answering, useServers } from "./loopback.ts";

const TENANT = "11111111-2222-4333-8444-555555555555";
const used = useServers();

/** Tries to sign in at a host that refuses everything; what counts is who was asked. */
async function tryAt(host: string, env: NodeJS.ProcessEnv): Promise<string> {
  used.answer = answering({ status: 400, body: { error: "invalid_tenant" } });
  const options = signInOptions({ login: `https://${host}:${used.port}`, embedded: true }, { ca: used.ca, env });
  const credential = new ClientSecretCredential(TENANT, TENANT, "secret", {
    ...options,
    retryOptions: { maxRetries: 0 },
  });
  return credential.getToken("https://graph.microsoft.com/.default").then(
    () => "signed in",
    (error: Error) => error.message,
  );
}

describe("a sign-in", () => {
  it("on this machine's own address never goes through a proxy, and trusts what it is told to", async () => {
    await tryAt("localhost", { HTTPS_PROXY: used.proxy, HTTP_PROXY: used.proxy });
    expect(used.proxied).toEqual([]);
    expect(used.asked.map(({ path }) => path)).toEqual([`/${TENANT}/v2.0/.well-known/openid-configuration`]);
  });

  // 0.0.0.0 reaches this machine on Linux and macOS, and is no loopback address.
  it.skipIf(process.platform === "win32")("takes the way that reads take", async () => {
    await tryAt("0.0.0.0", { HTTPS_PROXY: used.proxy, NO_PROXY: ".0.0.0" });
    expect(used.proxied).toEqual([]);
    expect(used.asked).toHaveLength(1);
    await tryAt("0.0.0.0", { HTTPS_PROXY: used.proxy.replace("http://", ""), NO_PROXY: "example.com" });
    expect(used.proxied).toEqual([`CONNECT 0.0.0.0:${used.port}`]);
  });

  it("ends in a sentence where the proxy cannot be one", async () => {
    expect(() => signInOptions({ login: used.root, embedded: true }, { env: { ALL_PROXY: "socks5://a:1" } })).toThrow(
      "ALL_PROXY names a proxy of the kind socks5; only http and https can be used here",
    );
  });
});
