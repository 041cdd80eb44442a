/** What a sign-in may not do, whatever the answers on its way say: go elsewhere, wait without an end, read without an end. */
import type { PipelinePolicy } from "@azure/core-rest-pipeline";
import { ONE_MEGABYTE, TIME_OF_AN_EXCHANGE } from "./exchange.ts";
import { elsewhere, noAnswer, tooLarge } from "./failure.ts";

/**
 * The library asks where tokens come from, believes the answer's address, and has no limits of its own.
 * @param login where the cloud signs in: that host, those of its regions and no other gets what proves who signs in
 * @returns a policy that throws RequestFailed
 */
export function within(login: string): PipelinePolicy {
  return {
    name: "within",
    async sendRequest(request, next) {
      const { host } = new URL(request.url);
      if (request.body !== undefined && !isOfLogin(request.url, login)) throw elsewhere(new URL(login).host, host);
      const enough = new AbortController();
      const { abortSignal } = request;
      abortSignal?.addEventListener("abort", () => enough.abort());
      request.abortSignal = enough.signal;
      request.timeout = TIME_OF_AN_EXCHANGE;
      request.onDownloadProgress = ({ loadedBytes }) => {
        if (loadedBytes > ONE_MEGABYTE) enough.abort();
      };
      try {
        return await next(request);
      } catch (error) {
        if ((error as Error).name !== "AbortError" || abortSignal?.aborted) throw error;
        throw enough.signal.aborted ? tooLarge(host, ONE_MEGABYTE) : noAnswer(host, "ETIMEDOUT");
      }
    },
  };
}

/** Regions are asked where AZURE_REGIONAL_AUTHORITY_NAME names one: "Azure Identity client library", regional endpoints. */
function isOfLogin(url: string, login: string): boolean {
  const [asked, own] = [new URL(url), new URL(login)];
  if (asked.origin === own.origin) return true;
  const regions = [`.${own.host}`, ...(own.host === "login.microsoftonline.com" ? [".login.microsoft.com"] : [])];
  return asked.protocol === "https:" && regions.some((region) => asked.host.endsWith(region));
}
