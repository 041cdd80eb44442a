import { createPipelineRequest, type PipelineRequest, type PipelineResponse } from "@azure/core-rest-pipeline";
import { describe, expect, it } from "vitest";
import { RequestFailed } from "../../microsoft/failure.ts";
import { within } from "../../microsoft/sign-in-bounds.ts";

const GLOBAL = "https://login.microsoftonline.com";
const ANSWER = { status: 200 } as PipelineResponse;

/** Sends what proves who signs in, or asks without it. @returns what was sent on @throws what the policy or `next` throws */
async function sent(
  url: string,
  { login = GLOBAL, proves = true, next = async () => ANSWER } = {},
  abortSignal?: AbortSignal,
): Promise<PipelineRequest[]> {
  const asked: PipelineRequest[] = [];
  const request = createPipelineRequest({
    url,
    method: proves ? "POST" : "GET",
    ...(proves && { body: "client_secret=x" }),
    ...(abortSignal && { abortSignal }),
  });
  await within(login).sendRequest(request, async (one) => {
    asked.push(one);
    return next.call(one);
  });
  return asked;
}

describe("what proves who signs in", () => {
  it.each([
    ["the cloud's host", `${GLOBAL}/t/oauth2/v2.0/token`, GLOBAL],
    ["a host of its regions", "https://westeurope.login.microsoft.com/t/oauth2/v2.0/token", GLOBAL],
    ["a host below its own", "https://westeurope.r.login.microsoftonline.com/t/oauth2/v2.0/token", GLOBAL],
    ["another cloud's own host", "https://login.chinacloudapi.cn/t/oauth2/token", "https://login.chinacloudapi.cn"],
    ["the embedded tenant", "https://localhost:44444/t/oauth2/v2.0/token", "https://localhost:44444"],
  ])("goes to %s", async (_, url, login) => {
    expect(await sent(url, { login })).toHaveLength(1);
  });

  it.each([
    ["a host that only begins like it", "https://login.microsoftonline.com.example.com/t/token", GLOBAL],
    ["a host that only ends like it", "https://evillogin.microsoftonline.com/t/token", GLOBAL],
    ["a region without encryption", "http://westeurope.login.microsoft.com/t/token", GLOBAL],
    ["its host on another port", "https://login.microsoftonline.com:8443/t/token", GLOBAL],
    ["its host without encryption", "http://login.microsoftonline.com/t/token", GLOBAL],
    [
      "the global cloud's regions from another",
      "https://x.login.microsoft.com/t/token",
      "https://login.chinacloudapi.cn",
    ],
    ["another cloud", "https://login.microsoftonline.us/t/token", GLOBAL],
  ])("does not go to %s", async (_, url, login) => {
    let isAsked = false;
    const next = async () => {
      isAsked = true;
      return ANSWER;
    };
    const refused = sent(url, { login, next });
    await expect(refused).rejects.toBeInstanceOf(RequestFailed);
    await expect(refused).rejects.toThrow(new URL(url).host);
    expect(isAsked).toBe(false);
  });
});

describe("an exchange of a sign-in", () => {
  const TOKEN = `${GLOBAL}/t/oauth2/v2.0/token`;

  it("may ask anybody where tokens come from, which proves nothing", async () => {
    const asked = await sent("https://login.microsoft.com/common/discovery/instance", { proves: false });
    expect(asked).toHaveLength(1);
  });

  it("waits half a minute, and then is no answer", async () => {
    const [request] = await sent(TOKEN);
    expect(request?.timeout).toBe(30_000);
    const next = async () =>
      Promise.reject(Object.assign(new Error("The operation was aborted."), { name: "AbortError" }));
    await expect(sent(TOKEN, { next })).rejects.toMatchObject({ code: "ETIMEDOUT" });
  });

  it("reads a megabyte and no more", async () => {
    const read = (bytes: number) =>
      async function (this: PipelineRequest) {
        this.onDownloadProgress?.({ loadedBytes: bytes });
        if (this.abortSignal?.aborted) throw Object.assign(new Error("aborted"), { name: "AbortError" });
        return ANSWER;
      };
    expect(await sent(TOKEN, { next: read(1_000_000) as () => Promise<PipelineResponse> })).toHaveLength(1);
    const tooMuch = sent(TOKEN, { next: read(1_000_001) as () => Promise<PipelineResponse> });
    await expect(tooMuch).rejects.toBeInstanceOf(RequestFailed);
    await expect(tooMuch).rejects.toThrow(/login\.microsoftonline\.com.*1 MB/);
  });

  it("is left to whoever gave it up himself", async () => {
    const given = new AbortController();
    const next = async function (this: PipelineRequest) {
      given.abort();
      expect(this.abortSignal?.aborted).toBe(true);
      throw Object.assign(new Error("given up"), { name: "AbortError" });
    };
    const own = sent(TOKEN, { next: next as () => Promise<never> }, given.signal);
    await expect(own).rejects.toThrow("given up");
  });
});
