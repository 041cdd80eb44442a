/** What a run says that the engine ended by itself, in a process of its own: in either order of the engine's two signs. */
import { spawn, spawnSync } from "node:child_process";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { PROJECT_FOLDER } from "../../machine/folders.mjs";

/** What the engine prints of its own where nobody gets in. @param first how it begins to say so */
const printed = (first: string) => `Updating (acme):
    pulumi:pulumi:Stack esia-acme running error: ${first}1 error occurred:
    pulumi:pulumi:Stack esia-acme **failed** 2 errors; 1 message
Diagnostics:
  pulumi:pulumi:Stack (esia-acme):
    error: ${first}1 error occurred:
    \t* building client: unable to obtain access token: clientCredentialsToken: received HTTP status 401 with response: {"error":"invalid_client","error_description":"AADSTS7000215: Invalid client secret provided.","error_codes":[7000215]}
    error: update failed
`;
const LINE =
  "Pulumi ended the run before the tenant had answered: 'npm run -s explain -- --stack acme' says what the error that " +
  "it prints means and what to do, with that error's text as its input. Nothing was changed in the tenant.\n";

const LATER =
  "Pulumi ended the run: 'npm run -s explain -- --stack acme' says what the error that it prints means and what to do, " +
  "with that error's text as its input.\n";
const ANSWERS = 'newResource: () => ({ id: "", state: {} })';

/**
 * Runs a program that asks the tenant, or declares something.
 * @param asked what it waits for
 * @param interrupt once it waits
 * @param newResource how the engine answers for what is declared
 */
function run(
  asked: string,
  interrupt = false,
  newResource = ANSWERS,
): Promise<{ code: number | null; stdout: string; stderr: string }> {
  const source = `
    import * as pulumi from "@pulumi/pulumi";
    import { answered } from "./failures/in-a-run.ts";
    import { explainedOnceEnded } from "./failures/last-word.ts";
    await pulumi.runtime.setMocks({ call: () => ({}), ${newResource} }, "esia", "acme");
    const refused = () => Object.assign(new Error("Resource monitor is terminating"), { code: 14 });
    setInterval(() => {}, 1000);
    ${asked}
    console.log("asked");`;
  const child = spawn(process.execPath, ["--input-type=module", "--eval", source], { cwd: PROJECT_FOLDER });
  let stdout = "";
  let stderr = "";
  child.stdout.setEncoding("utf8").on("data", (part: string) => {
    stdout += part;
    if (interrupt) child.kill("SIGINT");
  });
  child.stderr.setEncoding("utf8").on("data", (part: string) => {
    stderr += part;
  });
  return new Promise((done, fail) => {
    child.on("error", fail).on("close", (code) => done({ code, stdout, stderr }));
  });
}

describe.skipIf(process.platform === "win32")("a run that the engine ends by itself", () => {
  it("says in one line which command explains it, when its look-ups are refused", async () => {
    const both = "void Promise.all([answered(Promise.reject(refused())), answered(Promise.reject(refused()))]);";
    expect(await run(both)).toEqual({ code: 32, stdout: "asked\n", stderr: LINE });
  });

  it("says the same line when it is interrupted before they are", async () => {
    const both = "void Promise.all([answered(new Promise(() => {})), answered(new Promise(() => {}))]);";
    expect(await run(both, true)).toEqual({ code: 32, stdout: "asked\n", stderr: LINE });
  });

  it("says too that the outputs stay, where the stack has some and Pulumi lists them with a minus", async () => {
    const stay =
      "The outputs that Pulumi lists with a minus are not gone: the state keeps them until a run comes to its end, and " +
      "'pulumi stack output --stack acme' prints them.\n";
    const asked = "void answered(Promise.reject(refused()), { made: false });";
    expect(await run(asked)).toEqual({ code: 32, stdout: "asked\n", stderr: `${LINE}${stay}` });
  });

  /** @param rest of a program that declares something */
  const declaring = (rest = "") => `await new Promise((declared) => void pulumi.runtime.runInPulumiStack(async () => {
      explainedOnceEnded();
      const thing = new pulumi.CustomResource("esia:test:Thing", "thing");
      declared();
      ${rest}
    }));`;

  it("says that line without a word of when, where what it declared is refused, and no trace of that", async () => {
    const asked = declaring("void Promise.reject(refused());");
    expect(await run(asked)).toEqual({ code: 32, stdout: "asked\n", stderr: LATER });
  });

  it("says it when it is interrupted after it has declared", async () => {
    expect(await run(declaring(), true)).toEqual({ code: 32, stdout: "asked\n", stderr: LATER });
  });

  it("says it when the SDK leaves as if all were well, before the engine has answered", async () => {
    const never = `newResource: ({ name }) => name === "thing" ? new Promise(() => {}) : { id: "", state: {} }`;
    const { stderr } = await run(declaring("setImmediate(() => process.exit(0));"), false, never);
    expect(stderr).toContain(LATER);
  });

  it("says nothing when it comes to its end", async () => {
    const asked = declaring("thing.urn.apply(() => setImmediate(() => process.exit(0)));");
    expect(await run(asked)).toEqual({ code: 0, stdout: "asked\n", stderr: "" });
  });

  const PROVIDER = "urn:pulumi:acme::esia::pulumi:providers:azuread::default_6_9_1";
  it.each([
    ["a first run", ""],
    ["a later one", `bad provider state for resource ${PROVIDER}: configure provider '${PROVIDER}': `],
  ])("is explained by that command, from all that %s printed", (_, first) => {
    const command = join(PROJECT_FOLDER, "commands", "explain.ts");
    const { status, stdout } = spawnSync(process.execPath, [command, "--stack", "acme"], {
      input: `${printed(first)}\n    ${LINE}`,
      encoding: "utf8",
      env: { PATH: "" },
    });
    expect(status).toBe(1);
    expect(stdout.split("\n\n")).toHaveLength(1);
    expect(stdout).toContain("ARM_CLIENT_SECRET");
  });
});
