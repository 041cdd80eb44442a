import { describe, expect, it } from "vitest";
import { pulumiEnvironment, stateAddress } from "../../dev/engine/environment.ts";
import type { Engine } from "../../dev/engine/find-engine.ts";
import type { Plugin } from "../../dev/engine/find-plugins.ts";
import { servedBy } from "../../dev/engine/served-by.ts";

const ENGINE: Engine = { command: "/esia/.dev/engine/3.259.0-build/pulumi", version: "3.259.0", origin: "build" };
const AZUREAD: Plugin = {
  name: "azuread",
  needed: "6.9.1",
  version: "6.9.1",
  origin: "substitute",
  words: ["node", "azuread.ts"],
};
const RANDOM: Plugin = { ...AZUREAD, name: "random", needed: "4.21.2", version: "4.21.2" };
const RUN = { engine: ENGINE, home: "/esia/.dev/home", state: "/esia/.dev/s", passphrase: "p" };

describe("the environment of pulumi", () => {
  it("puts engine and Node first, has no plugin but those of its home, and keeps all else that is not Pulumi's", () => {
    const env = { PATH: "/usr/bin", HOME: "/home/me", SSL_CERT_FILE: "/cert.pem", ARM_TENANT_ID: "t" };
    expect(pulumiEnvironment(RUN, { env, node: "/opt/node/bin/node", platform: "linux" })).toEqual({
      HOME: "/home/me",
      SSL_CERT_FILE: "/cert.pem",
      ARM_TENANT_ID: "t",
      PATH: "/esia/.dev/engine/3.259.0-build:/opt/node/bin:/usr/bin",
      PULUMI_HOME: "/esia/.dev/home",
      PULUMI_IGNORE_AMBIENT_PLUGINS: "true",
      PULUMI_BACKEND_URL: "file:///esia/.dev/s",
      PULUMI_CONFIG_PASSPHRASE: "p",
      PULUMI_SKIP_UPDATE_CHECK: "true",
      PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
    });
  });

  it.each([
    "PULUMI_ACCESS_TOKEN",
    "PULUMI_CREDENTIALS_PATH",
    "PULUMI_CONFIG_PASSPHRASE_FILE",
    "PULUMI_STACK",
    "PULUMI_DEBUG_LANGUAGES",
    "pulumi_access_token",
  ])("has nothing of the user's %s", (name) => {
    const env = { [name]: "theirs" };
    expect(pulumiEnvironment(RUN, { env, node: "/node", platform: "linux" })).not.toHaveProperty(name);
  });

  it("leaves the order of PATH alone for an engine that is on it", () => {
    const run = { ...RUN, engine: { ...ENGINE, command: "/usr/bin/pulumi", origin: "PATH" } as const };
    const made = pulumiEnvironment(run, {
      env: { PATH: "/bin:/usr/bin" },
      node: "/opt/node/bin/node",
      platform: "linux",
    });
    expect(made["PATH"]).toBe("/opt/node/bin:/bin:/usr/bin");
  });

  it("has one PATH on Windows, whatever its spelling was", () => {
    const run = { ...RUN, engine: { ...ENGINE, command: "C:\\esia\\.dev\\engine\\pulumi.exe" } };
    const env = { Path: "C:\\Windows", SystemRoot: "C:\\Windows" };
    const made = pulumiEnvironment(run, { env, node: "C:\\node\\node.exe", platform: "win32" });
    expect(made["PATH"]).toBe("C:\\esia\\.dev\\engine;C:\\node;C:\\Windows");
    expect(made).not.toHaveProperty("Path");
  });
});

it.each([
  ["/home/me/esia/.dev/state", "file:///home/me/esia/.dev/state"],
  ["/a b/100%/c?d#e/ü", "file:///a%20b/100%25/c%3Fd%23e/%C3%BC"],
  ["C:\\Users\\me\\esia", "file://C:/Users/me/esia"],
])("gives the folder %s the address %s", (folder, address) => {
  expect(stateAddress(folder)).toBe(address);
});

it("says in one line which engine and providers serve", () => {
  expect(servedBy(ENGINE, [AZUREAD, RANDOM])).toBe(
    "Engine: Pulumi 3.259.0 (built from Go modules); azuread: substitute of this project; random: substitute of this project.",
  );
  expect(
    servedBy({ ...ENGINE, origin: "PATH", version: "3.300.1" }, [
      { ...AZUREAD, origin: "PATH", version: undefined },
      { ...RANDOM, origin: "installed" },
    ]),
  ).toBe(
    "Engine: Pulumi 3.300.1 (from PATH); azuread: unknown version from PATH; random: 4.21.2 from your Pulumi home.",
  );
});
