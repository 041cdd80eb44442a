/** Many stacks on one embedded tenant: what is told of each, while others are broken. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { type Proved, provedExit, provedJson, provedLines, provedSummary } from "../../commands/fleet/proved.ts";
import { proveAll } from "../../commands/fleet/verify.ts";
import type { AskPulumi } from "../../commands/stack/ask.ts";
import { addSecret } from "../../dev/tenant/secrets.ts";
import { configuration } from "../support/project-config.ts";
import { useTenant } from "../tenant/client.ts";
import { type EsiaApp, provision } from "../verify/esia-app.ts";

const used = useTenant();
const NOW = new Date("2026-10-01T12:00:00Z");
const SIGNATURE = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270" };
const inClear = (text: string) => ({ ...SIGNATURE, plaintext: JSON.stringify(text) });

/** The state of a stack with the application that `provision` made, and its keys' ends by number. */
function stateOf(stack: string, { target, id }: EsiaApp, ends: Record<number, string>): string {
  const { tenantId, clientId, clientSecret } = target.values;
  const listed = used.tenant.directory.applications.find(({ graph }) => graph.id === id)?.graph.passwordCredentials;
  const newest = Math.max(...Object.keys(ends).map(Number));
  const resource = (type: string, name: string, outputs: object) => ({
    urn: `urn:pulumi:${stack}::esia::${type}::${name}`,
    type,
    outputs,
  });
  const resources = [
    resource("pulumi:pulumi:Stack", `esia-${stack}`, {
      tenantId,
      clientId,
      clientSecret: inClear(clientSecret),
      secretNumber: newest,
      secretExpires: ends[newest],
    }),
    resource("azuread:index/application:Application", "application", { objectId: id, clientId }),
    ...Object.entries(ends).map(([number, endDate]) =>
      resource("azuread:index/applicationPassword:ApplicationPassword", `secret-${number}`, {
        keyId: listed?.find(({ displayName }) => displayName?.startsWith(`ESIA key ${number},`))?.keyId,
        startDate: "2026-09-01T00:00:00Z",
        endDate,
        value: inClear(clientSecret),
      }),
    ),
  ];
  return JSON.stringify({ deployment: { resources } });
}

/** Verifies stacks of which `pulumi` gives the states, or refuses them with a text. */
async function prove(states: Record<string, string>, options: { stopped?: () => boolean } = {}) {
  const host = { "azuread:metadataHost": used.tenant.metadataHost };
  const config = Object.fromEntries(
    Object.entries(configuration(host)).map(([name, value]) => [name, { value: String(value) }]),
  );
  const ask: AskPulumi = async (args) => {
    const state = states[String(args.at(-1))] ?? "";
    if (state.startsWith("error:")) return { code: 255, stdout: "", stderr: state };
    return { code: 0, stdout: args[0] === "config" ? JSON.stringify(config) : state, stderr: "" };
  };
  const found: Proved[] = [];
  const ca = readFileSync(used.tenant.environment["SSL_CERT_FILE"] as string, "utf8");
  const stacks = Object.keys(states).map((name) => ({ name, lastRun: undefined }));
  const tell = (one: Proved) => void found.push(one);
  await proveAll(stacks, { ask, env: {}, atOnce: 2, timeout: 0, ca, now: () => NOW, tell, ...options });
  return found.sort((one, other) => (one.stack < other.stack ? -1 : 1));
}

describe("verify of many stacks", () => {
  it("tells of each, and nothing that is wrong with one ends another", async () => {
    const well = provision(used.tenant, "2028-01-01T00:00:00Z");
    const short = provision(used.tenant, "2028-01-01T00:00:00Z");
    short.revoke("graph", "User.Read.All");
    const found = await prove({
      "a-well": stateOf("a-well", well, { 1: "2028-01-01T00:00:00Z" }),
      "b-short": stateOf("b-short", short, { 1: "2028-01-01T00:00:00Z" }),
      "c-locked": "error: passphrase must be set with PULUMI_CONFIG_PASSPHRASE or PULUMI_CONFIG_PASSPHRASE_FILE",
      "d-new": '{"deployment":{}}',
      "e-damaged": stateOf("e-damaged", well, { 1: "soon" }),
    });
    expect(found.map(({ stack, result }) => [stack, result])).toEqual([
      ["a-well", "pass"],
      ["b-short", "fail"],
      ["c-locked", "fail"],
      ["d-new", "warn"],
      ["e-damaged", "fail"],
    ]);
    const lines = found.map((one) => provedLines(one, 80));
    expect(lines.flatMap((text) => text.split("\n")).filter((line) => line.length > 80)).toEqual([]);
    expect(lines[0]).toBe("a-well: ok. Key 1 works for 457 more days, until 2028-01-01.");
    expect(lines[1]).toMatch(
      /^b-short: FAILS\. Key 1 works for 457 more days, until 2028-01-01\.\n {2}Admin consent: /,
    );
    expect(lines[1]).toMatch(/\n {2}User\.Read\.All: .*\n/);
    expect(lines[2]).toBe(`c-locked: FAILS. Not verified: The stack's secrets are encrypted with a
  passphrase, which is not set. Next: Set PULUMI_CONFIG_PASSPHRASE, or
  PULUMI_CONFIG_PASSPHRASE_FILE, to the stack's passphrase.`);
    expect(lines[3]).toContain("d-new: warning. Not connected: its state holds no application. Next: For a new");
    expect(lines[4]).toContain('e-damaged: FAILS. Not verified: The state holds secret-1 with the end "soon"');
    expect(provedSummary(found, 5)).toBe(
      "5 stacks: 3 failing, 1 with a warning, 1 ok.\nFailing: b-short, c-locked, e-damaged.",
    );
    expect(provedExit(found)).toBe(1);
    const printed = provedJson(found) + found.map((one) => provedLines(one, 80)).join("\n");
    for (const { target } of [well, short]) expect(printed).not.toContain(target.values.clientSecret);
  });

  it("fails for an older key of less than 30 days that is or may be in use, as the scheduled run does", async () => {
    const app = provision(used.tenant, "2026-10-21T00:00:00Z");
    const newer = { displayName: "ESIA key 2, made 2026-10-01", endDateTime: "2028-01-01T00:00:00Z" };
    const { secretText } = addSecret(used.tenant.directory, app.id, newer, NOW);
    app.target.values.clientSecret = secretText;
    const [found] = await prove({
      contoso: stateOf("contoso", app, { 1: "2026-10-21T00:00:00Z", 2: "2028-01-01T00:00:00Z" }),
    });
    expect(found?.result).toBe("fail");
    expect(found?.said.join(" ")).toMatch(
      /Key 2 works for 457 more days.*key 1.*Key 1 works for 20 more days, until 2026-10-21, and may be in use: type the newest key into ESIA before then\./,
    );
  });

  it("tells what Entra says of a key in words without the key, whatever is repeated there", async () => {
    const app = provision(used.tenant);
    const { clientSecret } = app.target.values;
    const body = { error: { code: "x", message: `What is ${clientSecret}?` } };
    used.tenant.faults.add({ method: "GET", path: /users/, action: { answer: { status: 400, body } } });
    const found = await prove({ contoso: stateOf("contoso", app, { 1: "2028-01-01T00:00:00Z" }) });
    expect(found[0]?.result).toBe("fail");
    expect(provedJson(found)).toContain("What is [key]?");
    expect(provedJson(found)).not.toContain(clientSecret);
  });

  it("is silent of a stack that somebody's Ctrl-C cut off, and counts what was looked at", async () => {
    let asked = 0;
    const found = await prove({ a: "error: no", b: "error: no", c: "error: no" }, { stopped: () => ++asked > 2 });
    expect(found).toEqual([]);
    expect(provedSummary(found, 3)).toBe("0 of 3 stacks: none looked at.");
  });
});
