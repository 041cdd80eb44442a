import { readFileSync } from "node:fs";
import { get } from "node:https";
import { isLoopback } from "../../microsoft/this-machine.ts";

/** Issuers of other people's tokens, as the tenant finds them: it asks nobody but this machine. */
export interface Issuers {
  /** Where on this machine an issuer is, when not at its own address: a test's, in GitHub's place. */
  readonly standIns: Map<string, string>;
  /** Certificates (PEM) to trust for it. */
  readonly certificateFile: string;
}

/**
 * The keys that an issuer publishes, by its own metadata ("OpenID Connect Discovery 1.0"), which must name it as its tokens do.
 * @returns undefined where it is not on this machine, does not answer, or says that it is another
 */
export async function publishedKeys(issuer: string, { standIns, certificateFile }: Issuers): Promise<unknown> {
  const root = standIns.get(issuer) ?? issuer;
  const ca = readFileSync(certificateFile, "utf8");
  try {
    const metadata = await answered(`${root}/.well-known/openid-configuration`, ca);
    return metadata["issuer"] === issuer ? await answered(String(metadata["jwks_uri"]), ca) : undefined;
  } catch {
    return undefined;
  }
}

/** @throws Error for an address elsewhere, and where no JSON is answered */
async function answered(url: string, ca: string): Promise<Record<string, unknown>> {
  if (!isLoopback(new URL(url).host)) throw new Error(`${url} is not on this machine.`);
  const text = await new Promise<string>((done, fail) => {
    get(url, { ca, agent: false }, (response) => {
      let said = "";
      response.setEncoding("utf8").on("data", (part: string) => {
        said += part;
      });
      response.on("end", () => done(said));
    }).on("error", fail);
  });
  return JSON.parse(text);
}
