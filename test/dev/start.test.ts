import { spawnSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { shellFiles } from "../../dev/stack/shell-files.ts";
import { asksForHelp, pulumiArguments } from "../../dev/stack/start-arguments.ts";
import { summary } from "../../dev/stack/summary.ts";

describe("npm start hands to Pulumi", () => {
  it.each([
    ["", "up --stack dev --yes"],
    ["preview", "preview --stack dev"],
    ["destroy", "destroy --stack dev --yes"],
    ["refresh", "refresh --stack dev --yes"],
    ["output", "stack output --stack dev"],
    ["output clientSecret --show-secrets", "stack output clientSecret --show-secrets --stack dev"],
    ["output --json", "stack output --json --stack dev"],
    ["-c esia:secretMonths=6", "up -c esia:secretMonths=6 --stack dev --yes"],
    ["up --refresh --yes", "up --refresh --yes --stack dev"],
    ["preview -s other", "preview -s other"],
  ])("of '%s': pulumi %s", (given, handed) => {
    expect(pulumiArguments(given.split(" ").filter(Boolean), "dev").join(" ")).toBe(handed);
  });
});

describe("npm start refuses, before anything is started,", () => {
  it.each([
    ["ouput", "output"],
    ["dstroy", "destroy"],
    ["constructor", "destroy"],
  ])("the word %s, and names the nearest command", (word, meant) => {
    expect(() => pulumiArguments([word], "dev")).toThrow(
      `'npm start -- ${word}' is none of Pulumi's commands that serve here; did you mean 'npm start -- ${meant}'?`,
    );
  });

  it.each([
    ["-c", "azuread:metadataHost=evil.invalid"],
    ["up", "--config=azuread:metadataHost=localhost:1.evil.invalid"],
    ["preview", "--config", "azuread:metadataHost="],
  ])("an address that is not this machine's: %s %s", (...given) => {
    expect(() => pulumiArguments(given, "dev")).toThrow("azuread:metadataHost must be localhost:PORT");
    expect(pulumiArguments(["-c", "azuread:metadataHost=localhost:2"], "dev")).toContain(
      "azuread:metadataHost=localhost:2",
    );
  });

  it("nothing that asks for help, which behind a command is Pulumi's", () => {
    expect([["--help"], ["-h"], ["help"], ["up", "--help"], []].map(asksForHelp)).toEqual([
      true,
      true,
      true,
      false,
      false,
    ]);
  });
});

describe("npm start sums up", () => {
  const outputs = {
    tenantId: "T",
    clientId: "C",
    clientSecret: "[secret]",
    secretNumber: 1,
    secretExpires: "2028-11-22T00:00:00Z",
    rotatesFrom: "2028-08-24",
  };

  it("the three values by the names of ESIA's form, the key masked", () => {
    expect(summary(outputs)).toBe(`
In the tenant now: the application, its permissions, granted, and key 1.
ESIA's form "Microsoft 365" has three fields:

  Tenant ID   T
  Client ID   C
  key         ******** (npm start -- output clientSecret --show-secrets)

The key works until 2028-11-22. A run from 2028-08-24 on renews it.`);
  });

  it("that permissions are only asked for, where consent is left to others", () => {
    expect(summary({ ...outputs, consentUrl: "https://example.com" })).toContain(
      "its request for permissions, and key 1.",
    );
  });

  it("within 80 columns, with ids of real length", () => {
    const id = "00000000-0000-0000-0000-000000000000";
    for (const line of summary({ ...outputs, tenantId: id, clientId: id }).split("\n"))
      expect(line.length).toBeLessThanOrEqual(80);
  });
});

describe("the tenant's environment is a file for", () => {
  const files = shellFiles({ PATH: "/a b:/c", SECRET: "it's \\\\ $x" }, ":");

  it("bash and the like, which get back what was meant", () => {
    const { stdout } = spawnSync("sh", ["-c", `${files.sh}printf '%s|%s' "$PATH" "$SECRET"`], {
      encoding: "utf8",
      env: { PATH: "/bin:/usr/bin" },
    });
    expect(stdout).toBe("/a b:/c:/bin:/usr/bin|it's \\\\ $x");
  });

  it("fish", () => {
    expect(files.fish).toBe("set -gx PATH '/a b' '/c' $PATH\nset -gx SECRET 'it\\'s \\\\\\\\ $x'\n");
  });

  it("PowerShell", () => {
    expect(files.ps1).toBe("$env:PATH = '/a b:/c:' + $env:PATH\n$env:SECRET = 'it''s \\\\ $x'\n");
  });
});
