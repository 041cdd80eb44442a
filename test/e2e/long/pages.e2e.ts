/** What the pages tell to type, typed as it stands, in a tenant of its own. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { commandsOf } from "../../docs/commands-of.ts";
import { GRAPH_ROOT } from "../../support/esia.ts";
import { type TestStack, withTenant } from "../../support/stack.ts";

/** The commands in the blocks of a page's section. */
function section(page: string, heading: string): string[][] {
  const text = readFileSync(new URL(`../../../${page}`, import.meta.url), "utf8");
  const found = `\n${text}`.split(/\n##? /).find((part) => part.startsWith(heading));
  if (found === undefined) throw new Error(`${page} has no section ${heading}`);
  return commandsOf(found)
    .filter(({ block }) => block)
    .map(({ words }) => words);
}

/** What Pulumi asks a person. */
const YES: Record<string, string[]> = {
  "pulumi up": ["--yes", "--skip-preview"],
  "pulumi destroy": ["--yes", "--skip-preview"],
  "pulumi stack rm": ["--yes"],
};

/**
 * Types a command.
 * @param own stands for what the page leaves to the reader
 * @returns what it printed
 */
async function type(stack: TestStack, words: string[], own: string): Promise<string> {
  const [program = "", ...rest] = words.map((word) => (word === "PLACEHOLDER" ? own : word));
  if (program === "pulumi") {
    const [, asked = []] = Object.entries(YES).find(([start]) => words.join(" ").startsWith(start)) ?? [];
    return (await stack.succeed(...rest, ...asked)).trim();
  }
  const [run, command, , ...options] = rest;
  if (program === "npm" && run === "run" && (command === "doctor" || command === "verify" || command === "adopt")) {
    const { code, text } = await stack.command(command, options);
    expect(code, text).toBe(0);
    return text;
  }
  throw new Error(`Nobody types ${words.join(" ")} here.`);
}

const applications = ({ tenant }: TestStack) =>
  tenant.directory.applications.map(({ graph }) => graph.displayName).filter((name) => name !== "Operator");

const keyIds = ({ tenant }: TestStack) =>
  tenant.directory.applications
    .filter(({ graph }) => graph.displayName === "esia")
    .flatMap(({ graph }) => graph.passwordCredentials.map(({ keyId }) => keyId));

/** From the section on a real tenant: what is to be typed once Pulumi and Azure CLI are there and signed in. */
async function connect(stack: TestStack): Promise<void> {
  stack.name = "contoso";
  const elsewhere = ["npm ci", "mkdir", "pulumi login", "read", "az login", "pulumi config set esia:grantConsent"];
  for (const words of section("README.md", "Connect a real tenant")) {
    if (elsewhere.some((start) => words.join(" ").startsWith(start))) continue;
    await type(stack, words, stack.tenant.tenantId);
  }
}

/** As `TestStack.threeValues`, of the stack by its name. */
async function valuesOf(stack: TestStack) {
  const { tenantId, clientId, clientSecret } = JSON.parse(
    await stack.succeed("stack", "output", "--json", "--show-secrets", "--stack", stack.name),
  );
  return { tenantId, clientId, key: clientSecret };
}

it("README's section on a real tenant leads to three values that work, and the page on uninstalling to nothing", async () => {
  await withTenant(async (stack) => {
    await connect(stack);
    expect(applications(stack)).toEqual(["esia"]);
    const values = await valuesOf(stack);
    expect(await stack.signIn(values, GRAPH_ROOT)).toMatchObject({ roles: { length: 8 } });

    for (const words of section("docs/uninstalling.md", "Uninstalling")) await type(stack, words, "");
    expect(applications(stack)).toEqual([]);
    expect(await stack.signIn(values, GRAPH_ROOT)).toHaveProperty("error");
    expect(existsSync(join(stack.folder, "project", "Pulumi.contoso.yaml"))).toBe(false);
    const kept = readdirSync(join(stack.folder, "state"), { recursive: true, withFileTypes: true });
    const files = kept.filter((entry) => entry.isFile()).map(({ name }) => name);
    expect(files.filter((name) => name.startsWith("contoso"))).toEqual([]);
  }, {});
});

it("the page on a lost passphrase leads to a new key of the same application, and ESIA is connected all the time", async () => {
  await withTenant(async (stack) => {
    await connect(stack);
    const before = await valuesOf(stack);
    const [lost] = keyIds(stack);
    stack.env["PULUMI_CONFIG_PASSPHRASE"] = "lost, and guessed wrongly";
    const refused = await stack.run("preview", "--stack", "contoso");
    expect(refused.code).not.toBe(0);
    expect(refused.text).toContain("incorrect passphrase");

    const [ends] = section("docs/lost-passphrase.md", "What is lost");
    expect(await type(stack, ends ?? [], "")).toMatch(/^\d{4}-\d\d-\d\dT/);
    let client = "";
    for (const words of section("docs/lost-passphrase.md", "The way back")) {
      if (words.includes("--remove-secret")) {
        // Both keys work until the reader removes the old one, which the line before this one lists.
        const after = await valuesOf(stack);
        expect(await stack.signIn(before, GRAPH_ROOT)).toEqual(await stack.signIn(after, GRAPH_ROOT));
        expect(await stack.signIn(after, GRAPH_ROOT)).toMatchObject({ roles: { length: 8 } });
        await type(stack, words, lost ?? "");
        continue;
      }
      const printed = await type(stack, words, client);
      if (words.includes("clientId")) client = printed;
      // The reader chooses another passphrase before the stack is made anew.
      if (words.includes("rename")) stack.env["PULUMI_CONFIG_PASSPHRASE"] = "another one";
    }
    expect(client).toBe(before.clientId);
    expect((await valuesOf(stack)).clientId).toBe(before.clientId);
    expect(applications(stack)).toEqual(["esia"]);
    expect(keyIds(stack)).toHaveLength(1);
    expect(keyIds(stack)).not.toContain(lost);
    const { code, text } = await stack.command("doctor", ["--stack", "contoso"]);
    expect(code, text).toBe(0);
    expect(await stack.succeed("stack", "ls")).not.toContain("contoso-lost");
  }, {});
});
