/** The Azure CLI's sign-in, by Microsoft's library, with the CLI's own words where it refuses. */
import { execFile } from "node:child_process";
import { AzureCliCredential, type TokenCredential } from "@azure/identity";

/** What the library says in place of every message of the CLI's that names a login, also of a policy's refusal. */
const BLANKET = "Please run 'az login' from a command prompt";
/** Milliseconds, as the library gives the CLI. */
const PATIENCE = 10_000;

/** Runs `az`, and gives what it wrote on its error stream; "" where it could not be run. */
export type AskAz = (args: readonly string[]) => Promise<string>;

/**
 * @param tenantId the tenant to sign in to; undefined for the one that the CLI has as its own
 * @param credential Microsoft's library; tests put their own here
 * @param ask runs the CLI; tests put their own here
 * @returns a credential that fails with what the CLI said of it, not with the library's one sentence for all
 */
export function cliCredential(
  tenantId: string | undefined,
  credential: TokenCredential = new AzureCliCredential(tenantId ? { tenantId } : {}),
  ask: AskAz = askAz,
): TokenCredential {
  return {
    async getToken(scopes, options) {
      try {
        return await credential.getToken(scopes, options);
      } catch (error) {
        if (!(error instanceof Error) || !error.message.startsWith(BLANKET)) throw error;
        const [scope = ""] = [scopes].flat();
        const tenant = tenantId ? ["--tenant", tenantId] : [];
        const said = await ask(["account", "get-access-token", "--output", "none", "--scope", scope, ...tenant]);
        throw said.includes("AADSTS") ? new Error(said.trim()) : error;
      }
    },
  };
}

/** All that goes into the command was looked at by the library before: it ran the same. */
function askAz(args: readonly string[]): Promise<string> {
  return new Promise((done) => {
    // On Windows az is a script, which takes a shell.
    const shell = process.platform === "win32";
    execFile("az", args, { timeout: PATIENCE, shell }, (_, __, stderr) => done(stderr));
  });
}
