import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cloud } from "../microsoft/clouds.ts";
import { readProviderSettings } from "../operator/provider-settings.ts";
import { readKeyRules, readSettings, SETTING_NAMES } from "../settings.ts";
import { anyJson, anyText, HOSTILE, STEERING } from "./support/hostile.ts";
import { configuration } from "./support/project-config.ts";

const command = (words: string) => `'pulumi ${words} --stack acme'`;

/** What is refused; undefined for what is taken. */
function refusal(take: () => unknown): string | undefined {
  try {
    take();
    return undefined;
  } catch (error) {
    expect(error).toBeInstanceOf(Error);
    expect((error as Error).name).toBe("Error");
    return (error as Error).message;
  }
}

/** A sentence for a person, of bounded length, that names what is meant. */
function expectSentence(said: string, name: string): void {
  expect(said).toContain(name);
  expect(said).not.toMatch(STEERING);
  expect(said.length).toBeLessThan(4000);
  expect(said.split("\n").length).toBeLessThan(10);
}

const MONTHS_AND_NUMBERS = {
  secretMonths: [1, 24],
  rotateDaysBefore: [0, 364],
  rotateTo: [0, 9999],
  retireUpTo: [0, 9999],
} as const;

describe("whatever is put into a setting", () => {
  it.each(SETTING_NAMES)("%s is taken, or refused in a sentence that names it", (name) => {
    fc.assert(
      fc.property(
        fc.oneof(
          anyText,
          anyJson.map((value) => JSON.stringify(value)),
        ),
        (raw) => {
          const said = refusal(() => readSettings({ ...configuration(), [`esia:${name}`]: raw }, command));
          if (said !== undefined) expectSentence(said, `esia:${name}`);
        },
      ),
    );
  });

  it.each(Object.entries(MONTHS_AND_NUMBERS))(
    "%s is a whole number in its range, or refused",
    (name, [least, most]) => {
      const written = fc.oneof(
        anyText,
        fc.integer().map(String),
        fc.integer({ min: least - 2, max: most + 2 }).map(String),
      );
      fc.assert(
        fc.property(written, (raw) => {
          const config = { ...configuration(), [`esia:${name}`]: raw };
          const said = refusal(() => {
            const value = readKeyRules(config, command)[name as keyof typeof MONTHS_AND_NUMBERS];
            expect(Number.isInteger(value) && value >= least && value <= most).toBe(true);
          });
          const isTaken = /^-?\d+$/.test(raw) && Number(raw) >= least && Number(raw) <= most;
          expect(said === undefined).toBe(isTaken);
        }),
      );
    },
  );

  it("a name holds nothing that cannot be seen", () => {
    fc.assert(
      fc.property(anyText, (displayName) => {
        const said = refusal(() => readSettings({ ...configuration(), "esia:displayName": displayName }, command));
        if (/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u.test(displayName)) expect(said).toContain("esia:displayName");
      }),
    );
  });

  it.each(["\0", "\u001b[31m", "\u202e", "\u2066"])(
    "notes and references hold nothing that cannot be seen: %j",
    (mark) => {
      for (const name of ["notes", "serviceManagementReference"]) {
        expect(refusal(() => readSettings({ ...configuration(), [`esia:${name}`]: `a${mark}b` }, command))).toContain(
          `esia:${name}`,
        );
      }
      expect(readSettings({ ...configuration(), "esia:notes": "two\r\n\tlines" }, command).settings.notes).toBe(
        "two\r\n\tlines",
      );
    },
  );

  it("an unknown one is refused by a name that can be read", () => {
    fc.assert(
      fc.property(anyText, (name) => {
        fc.pre(!SETTING_NAMES.some((known) => known === name));
        const said = refusal(() => readSettings({ ...configuration(), [`esia:${name}`]: "x" }, command));
        expectSentence(said ?? "", "is no setting of this program");
      }),
    );
  });

  it.each(["__proto__", "constructor", "toString"])("what every object has is none: esia:%s", (name) => {
    const config = JSON.parse(`{"esia:${name}":"x","${name}":"y"}`) as Record<string, string>;
    expect(refusal(() => readSettings({ ...configuration(), ...config }, command))).toContain(
      `esia:${name} is no setting`,
    );
  });

  it("a command to remove it is only given where it can be typed as it stands", () => {
    const said = refusal(() => readSettings({ ...configuration(), "esia:x'; rm -rf ~; '": "y" }, command));
    expect(said).not.toContain("pulumi config rm");
  });
});

describe("whatever is put into azuread's settings and their variables", () => {
  it("a cloud is one of Microsoft's, or refused in a sentence that names the setting", () => {
    fc.assert(
      fc.property(anyText, (environment) => {
        const said = refusal(() => cloud(environment));
        if (said !== undefined) expectSentence(said, "azuread:environment");
        else expect(environment).toMatch(/^$|^[a-z0-9]+$/i);
      }),
    );
  });

  it.each(["ARM_USE_OIDC", "ARM_USE_MSI", "ARM_USE_CLI"])(
    "the switch %s is on, off, or refused in a sentence that names it",
    (name) => {
      fc.assert(
        fc.property(anyText, (value) => {
          const said = refusal(() => readProviderSettings({ env: { [name]: value }, config: {} }));
          if (said !== undefined) expectSentence(said, name);
        }),
      );
    },
  );

  it("an empty variable is one that nobody set", () => {
    const names = ["ARM_CLIENT_ID", "ARM_TENANT_ID", "ARM_USE_OIDC", "ARM_CLIENT_SECRET", "AZURE_TENANT_ID"];
    const env = Object.fromEntries(names.map((name) => [name, ""]));
    const read = readProviderSettings({ env, config: {} });
    expect(read.clientId.value + read.tenantId.value + read.clientSecret.value).toBe("");
    expect(read.useOidc).toBe(false);
  });

  it("a file that is named and is none is refused without its content", () => {
    for (const path of HOSTILE.filter((text) => text.trim() !== "")) {
      const said = refusal(() => readProviderSettings({ env: { ARM_CLIENT_SECRET_FILE_PATH: path }, config: {} }));
      expectSentence(said ?? "", "ARM_CLIENT_SECRET_FILE_PATH");
    }
  });
});
