import { createCipheriv, pbkdf2Sync, randomBytes } from "node:crypto";
import { Temporal } from "temporal-polyfill";
import { describe, expect, it } from "vitest";
import {
  interruptionRows,
  opensWith,
  type Passphrase,
  passphraseOf,
  protectionRow,
} from "../../commands/doctor/protection.ts";
import { type StackState, stateOf } from "../../commands/doctor/stack-state.ts";
import { readExport } from "../../stack/exported.ts";

const SIGNATURE = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270" };
const SEALED = { ...SIGNATURE, ciphertext: "v1:x:y" };
const CLEAR = { ...SIGNATURE, plaintext: '"abc8Q~1"' };

const resource = (type: string, name: string, outputs: object) => ({
  urn: `urn:pulumi:acme::esia::${type}::${name}`,
  type,
  outputs,
});
const exported = (value: unknown, more: object = {}) =>
  JSON.stringify({
    version: 3,
    deployment: {
      secrets_providers: { type: "passphrase", state: { salt: "v1:s:v1:n:c" } },
      resources: [
        resource("pulumi:pulumi:Stack", "esia-acme", { tenantId: "tenant-1", clientSecret: value }),
        resource("pulumi:providers:azuread", "default_6_9_1", {}),
        resource("random:index/randomUuid:RandomUuid", "mark", { result: "mark-1" }),
        resource("azuread:index/application:Application", "application", {
          objectId: "object-1",
          clientId: "client-1",
        }),
        resource("azuread:index/servicePrincipal:ServicePrincipal", "management-api", {}),
        resource("azuread:index/servicePrincipal:ServicePrincipal", "service-principal", { objectId: "principal-1" }),
        resource("azuread:index/appRoleAssignment:AppRoleAssignment", "grant-User.Read.All", {
          id: "/servicePrincipals/graph/appRoleAssignedTo/grant-1",
        }),
        resource("azuread:index/applicationPassword:ApplicationPassword", "secret-10", {
          keyId: "key-10",
          value,
          endDate: "2028-11-24T00:00:00Z",
        }),
        resource("azuread:index/applicationPassword:ApplicationPassword", "secret-9", {
          keyId: "key-9",
          value,
          endDate: "x",
        }),
      ],
      ...more,
    },
  });

const readState = (text: string) => stateOf(readExport(text));

describe("an export of a stack", () => {
  it("says what the state holds, without opening any secret", () => {
    const { held, ...state } = readState(exported(SEALED));
    expect(held.map(({ name }) => name)).toContain("secret-9");
    expect(state).toEqual({
      resources: 8,
      tenantId: "tenant-1",
      mark: "mark-1",
      application: { objectId: "object-1", clientId: "client-1" },
      managementApi: true,
      principal: "principal-1",
      keys: [
        { number: 9, keyId: "key-9", end: undefined },
        { number: 10, keyId: "key-10", end: Temporal.Instant.from("2028-11-24T00:00:00Z") },
      ],
      grants: [{ role: "User.Read.All", id: "grant-1" }],
      pending: [],
      secretsProvider: { type: "passphrase", state: { salt: "v1:s:v1:n:c" } },
      inClear: [],
    });
  });

  it("of a stack that never ran holds nothing", () => {
    expect(readState('{"version":3,"deployment":{}}')).toEqual({
      held: [],
      resources: 0,
      managementApi: false,
      keys: [],
      grants: [],
      pending: [],
      inClear: [],
    });
  });

  it.each([
    ["as text", "abc8Q~1"],
    ["as a secret that was exported in clear", CLEAR],
    ["as nothing", null],
  ])("that has the key %s is said to hold it in clear, by the resource's name", (_, value) => {
    expect(readState(exported(value)).inClear).toEqual(["the output clientSecret", "secret-10", "secret-9"]);
  });

  it("after an interrupted run names what it was at", () => {
    const pending_operations = [{ type: "creating", resource: resource("azuread:x", "secret-2", {}) }];
    expect(readState(exported(SEALED, { pending_operations })).pending).toEqual([
      { doing: "creating", name: "secret-2" },
    ]);
  });

  it("that is none is refused", () => {
    expect(() => readState("{}")).toThrow("no export: deployment is no object");
    expect(() => readState("error")).toThrow();
  });
});

const EMPTY: StackState = {
  held: [],
  resources: 3,
  managementApi: false,
  keys: [],
  grants: [],
  pending: [],
  inClear: [],
};
const held = (type: string, state: object = {}): StackState => ({
  ...EMPTY,
  secretsProvider: { type, state: { ...state } },
});

describe("the state's encryption", () => {
  it.each([
    [held("passphrase"), "Secrets in the state are encrypted with a passphrase."],
    [held("service"), "Secrets in the state are encrypted by Pulumi Cloud."],
    [
      held("cloud", { url: "azurekeyvault://acme.vault.azure.net/keys/pulumi" }),
      "Secrets in the state are encrypted with a key of azurekeyvault.",
    ],
  ])("passes: %#", (state, detail) => {
    expect(protectionRow(state, "none needed", "acme")).toEqual({
      check: "Encryption of the state",
      result: "pass",
      detail,
    });
  });

  it.each<[string, StackState, Passphrase, string]>([
    [
      "an empty passphrase",
      held("passphrase"),
      "empty",
      "The passphrase is empty: whoever can read the state can read the client secret.",
    ],
    [
      "clear text",
      { ...held("passphrase"), inClear: ["secret-1"] },
      "fits",
      "The state holds in clear what is secret: secret-1.",
    ],
    [
      "a provider that only encodes",
      held("b64"),
      "none needed",
      `The state's secrets provider is "b64", which is not known to encrypt.`,
    ],
    ["no provider", EMPTY, "none needed", `The state's secrets provider is "none", which is not known to encrypt.`],
  ])("fails with %s", (_, state, opens, detail) => {
    const row = protectionRow(state, opens, "acme");
    expect(row).toMatchObject({ result: "fail", detail });
    expect(row.next).toContain("'pulumi stack change-secrets-provider passphrase --stack acme'");
  });

  it("passes, and the next run can open it, where the passphrase that is set fits", () => {
    expect(protectionRow(held("passphrase"), "fits", "acme")).toEqual({
      check: "Encryption of the state",
      result: "pass",
      detail: "Secrets in the state are encrypted with a passphrase, and the one that is set here opens it.",
    });
  });

  it("fails where the next run could not open it", () => {
    const cannot = { why: "No passphrase fits.", next: "Set the right one." };
    expect(protectionRow(held("passphrase"), cannot, "acme")).toEqual({
      check: "Encryption of the state",
      result: "fail",
      detail: "No passphrase fits.",
      next: "Set the right one.",
    });
  });

  it("of an empty state without a provider is not known", () => {
    expect(protectionRow({ ...EMPTY, resources: 0 }, "none needed", "acme").result).toBe("unknown");
  });
});

describe("a passphrase", () => {
  const salted = randomBytes(8);
  const seal = (passphrase: string) => {
    const nonce = randomBytes(12);
    const cipher = createCipheriv("aes-256-gcm", pbkdf2Sync(passphrase, salted, 1_000_000, 32, "sha256"), nonce);
    const sealed = Buffer.concat([cipher.update("pulumi"), cipher.final(), cipher.getAuthTag()]);
    const salt = `v1:${salted.toString("base64")}:v1:${nonce.toString("base64")}:${sealed.toString("base64")}`;
    return { type: "passphrase", state: { salt } };
  };

  it("that is empty opens the salt of a stack without protection, and no other", async () => {
    expect(await opensWith(seal(""), "")).toBe(true);
    expect(await opensWith(seal("something"), "")).toBe(false);
  });

  it.each<[string, NodeJS.ProcessEnv, Record<string, string>, unknown]>([
    ["in the environment", { PULUMI_CONFIG_PASSPHRASE: "right" }, {}, "fits"],
    ["in a file", { PULUMI_CONFIG_PASSPHRASE_FILE: "/p" }, { "/p": "right\n" }, "fits"],
    [
      "in the environment, before a file's",
      { PULUMI_CONFIG_PASSPHRASE: "wrong", PULUMI_CONFIG_PASSPHRASE_FILE: "/p" },
      { "/p": "right" },
      "The passphrase in PULUMI_CONFIG_PASSPHRASE is not the state's: no run can read its secrets.",
    ],
    [
      "in a file that holds another",
      { PULUMI_CONFIG_PASSPHRASE_FILE: "/p" },
      { "/p": "wrong" },
      "The passphrase in the file that PULUMI_CONFIG_PASSPHRASE_FILE names (/p) is not the state's: no run can read its secrets.",
    ],
    [
      "in a file that is not there",
      { PULUMI_CONFIG_PASSPHRASE_FILE: "/p" },
      {},
      "the file that PULUMI_CONFIG_PASSPHRASE_FILE names (/p) cannot be read (ENOENT).",
    ],
    ["nowhere", {}, {}, "The state's secrets are encrypted with a passphrase, which is not set here."],
  ])("that the next run would take is tried: %s", async (_, env, files, expected) => {
    const read = (path: string) => {
      const text = files[path];
      if (text === undefined) throw Object.assign(new Error("no file"), { code: "ENOENT" });
      return text;
    };
    const found = await passphraseOf(seal("right"), env, read);
    expect(typeof found === "string" ? found : found.why).toBe(expected);
    if (typeof found === "object") {
      expect(found.next).toBe(
        "Set PULUMI_CONFIG_PASSPHRASE, or PULUMI_CONFIG_PASSPHRASE_FILE, to the stack's passphrase.",
      );
    }
  });

  it("that is the state's own and empty is found whatever is set, and none is looked for where another keeps the secrets", async () => {
    expect(await passphraseOf(seal(""), {})).toBe("empty");
    expect(await passphraseOf({ type: "service", state: {} }, {})).toBe("none needed");
  });

  it.each([undefined, { type: "service", state: {} }, { type: "passphrase", state: { salt: "v2:x" } }])(
    "opens nothing where there is no salt: %j",
    async (provider) => {
      expect(await opensWith(provider, "")).toBe(false);
    },
  );
});

describe("an interrupted run", () => {
  it("fails with the way out", () => {
    expect(interruptionRows({ ...EMPTY, pending: [{ doing: "creating", name: "secret-1" }] }, "acme")).toEqual([
      {
        check: "Interrupted run",
        result: "fail",
        detail:
          "A run was cut off while creating secret-1: the tenant may hold something that the state does not know.",
        next:
          "When no other run is going on: 'pulumi cancel --stack acme', then 'pulumi up --stack acme'. Remove what the rows " +
          "on the application, its secrets and its grants name; 'pulumi refresh --clear-pending-creates --stack acme' then " +
          "forgets the interruption.",
      },
    ]);
  });
  it("that was none is no row", () => {
    expect(interruptionRows(EMPTY, "acme")).toEqual([]);
  });
});
