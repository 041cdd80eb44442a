/** Whatever somebody gives as the three values, or puts on the command line of verify and of the plugin. */
import { Readable } from "node:stream";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readArguments as readPlugin } from "../../commands/plugin/arguments.ts";
import { readArguments as readVerify } from "../../commands/verify/arguments.ts";
import { decoded, fromEnvironment, fromStandardInput, type Given } from "../../commands/verify/given-values.ts";
import { misshapen } from "../../commands/verify/values.ts";
import { valuesFrom } from "../../commands/verify/values-from.ts";
import { withoutKey } from "../../commands/verify/without-key.ts";
import { CannotRun } from "../../machine/cannot-run.mjs";
import { anyJson, anyText, HOSTILE, STEERING } from "../support/hostile.ts";

const GUID = "a0000000-0000-4000-8000-000000000001";
const KEY = "abc8Q~Zr5kLm2WvXyT7nPq4sUe9oGh1jDf-Bc_w3";

/** What is given, or the sentence that refuses it. */
function taken<Value>(take: () => Value): { value: Value } | { said: string } {
  try {
    return { value: take() };
  } catch (refusal) {
    expect(refusal).toBeInstanceOf(CannotRun);
    const { message } = refusal as CannotRun;
    expect(message).not.toMatch(STEERING);
    expect(message.length).toBeLessThan(400);
    expect(message).not.toContain("8Q~");
    return { said: message };
  }
}

/** Values are judged before anything is asked: each is a GUID or a key by its form, or a row that names its field. */
function expectJudged({ values, note = "" }: Given): void {
  expect(note).not.toMatch(STEERING);
  const rows = misshapen(values, undefined);
  const named = rows.map(({ check }) => check);
  for (const { detail, next = "", result } of rows) {
    expect(result).toBe("fail");
    expect(`${detail} ${next}`).not.toMatch(STEERING);
    expect(`${detail} ${next}`.length).toBeLessThan(300);
  }
  expect(named.includes("Tenant ID")).toBe(!/^[0-9a-f-]{36}$/i.test(values.tenantId));
  expect(named.includes("Client ID")).toBe(!/^[0-9a-f-]{36}$/i.test(values.clientId));
  if (!named.includes("Key")) expect(values.clientSecret).toMatch(/^[\x21-\x7e]{1,500}$/);
}

describe("whatever is given for the three values", () => {
  it("in the environment is judged, or refused in a sentence that names the variables", () => {
    const variable = fc.oneof(anyText, fc.constantFrom(undefined, "", GUID, KEY, `${KEY}\u202e`));
    fc.assert(
      fc.property(variable, variable, variable, (tenantId, clientId, key) => {
        const env = { ESIA_TENANT_ID: tenantId, ESIA_CLIENT_ID: clientId, ESIA_CLIENT_SECRET: key };
        const found = taken(() => fromEnvironment(env));
        if ("said" in found) expect(found.said).toMatch(/ESIA_(TENANT_ID|CLIENT_ID|CLIENT_SECRET) .*missing/);
        else if (found.value) expectJudged(found.value);
        else expect([tenantId, clientId, key].filter(Boolean)).toEqual([]);
      }),
    );
  });

  it("on standard input or in a file is judged, or refused in a sentence that says what they must hold", () => {
    const lines = fc
      .array(fc.oneof(anyText, fc.constantFrom(GUID, KEY)), { maxLength: 4 })
      .map((all) => all.join("\n"));
    const json = fc
      .dictionary(fc.constantFrom("tenantId", "clientId", "clientSecret", "__proto__", "constructor"), anyJson)
      .map((value) => JSON.stringify(value));
    const bytes = fc.oneof(
      fc
        .oneof(lines, json, anyText)
        .chain((text) =>
          fc.constantFrom<BufferEncoding>("utf8", "utf16le", "latin1").map((encoding) => Buffer.from(text, encoding)),
        ),
      fc.uint8Array({ maxLength: 300 }),
    );
    fc.assert(
      fc.property(bytes, (input) => {
        const found = taken(() => fromStandardInput(decoded(input)));
        if ("said" in found) expect(found.said).toContain("Standard input must hold the three values");
        else expectJudged(found.value);
      }),
    );
  });

  it("is none where only an object's ancestors have it", () => {
    const inherited = '{"__proto__":{"tenantId":"T","clientId":"C","clientSecret":"abc8Q~K"}}';
    expect(taken(() => fromStandardInput(inherited))).toHaveProperty("said");
  });

  it.each([
    ["five million blanks in a key", `${GUID}\n${GUID}\nabc${" ".repeat(5_000_000)}8Q~`],
    [
      "five million blanks around it",
      `${GUID}\n${GUID}\n${"\u00a0".repeat(2_500_000)}abc8Q~K${"\u200b".repeat(2_500_000)}`,
    ],
    ["five million lines", "abc8Q~\n".repeat(700_000)],
    ["five million brackets", "[".repeat(5_000_000)],
  ])("is read in linear time: %s", (_, text) => {
    const found = taken(() => fromStandardInput(text));
    if ("value" in found) expectJudged(found.value);
  });

  it("is not read to its end where it has none", async () => {
    let given = 0;
    const endless = new Readable({
      read() {
        given += 16_384;
        this.push(Buffer.alloc(16_384, "x"));
      },
    });
    await expect(valuesFrom(endless)).rejects.toThrow("Standard input must hold the three values");
    expect(given).toBeLessThan(500_000);
  });

  it.each([
    [
      "unseen",
      `${KEY.slice(0, 20)}\u200b${KEY.slice(20)}`,
      "It has characters in it that no key has, perhaps unseen ones.",
    ],
    ["steering", `\u001b[2J${KEY}`, "It has characters in it that no key has, perhaps unseen ones."],
    ["half", `${KEY}\ud800`, "It has characters in it that no key has, perhaps unseen ones."],
    ["look-alike", KEY.replace("c", "с"), "It has characters in it that no key has, perhaps unseen ones."],
    ["ten thousand", "x".repeat(10_000), "It has 10000 characters; a key has some forty."],
  ])("is no key with %s characters", (_, clientSecret, detail) => {
    expect(misshapen({ tenantId: GUID, clientId: GUID, clientSecret }, undefined)).toEqual([
      { check: "Key", result: "fail", detail, next: "Copy it again, without what surrounds it." },
    ]);
  });
});

describe("whatever stands on the command line", () => {
  const OPTIONS = [
    "--timeout",
    "--key",
    "--warn-days",
    "--warning",
    "--critical",
    "--cloud",
    "--file",
    "--stack",
    "-w",
  ];
  const word = fc.oneof(
    anyText,
    fc.constantFrom(...OPTIONS, "--plugin", "--json", "--gcc", "--previous", "--stdin", KEY),
  );
  const line = fc.oneof(
    fc.array(word, { maxLength: 4 }),
    fc.tuple(fc.constantFrom(...OPTIONS), fc.constantFrom(...HOSTILE)).map(([name, value]) => [`${name}=${value}`]),
  );

  it.each([
    ["verify", readVerify],
    ["the plugin", readPlugin],
  ])("%s takes it or refuses it in a sentence without the key", (_, read) => {
    fc.assert(
      fc.property(line, (args) => {
        const found = taken<{ timeout: number }>(() => read(args));
        if ("value" in found) expect(found.value.timeout).toBeLessThan(2 ** 31);
      }),
      { numRuns: 300 },
    );
  });
});

describe("the key", () => {
  it("is taken out of every text, whole and wherever a text was cut", () => {
    const cut = fc
      .tuple(fc.nat(KEY.length), fc.nat(KEY.length))
      .map(([one, other]) => KEY.slice(Math.min(one, other), Math.max(one, other)));
    fc.assert(
      fc.property(fc.array(fc.oneof(anyText, cut, fc.constant(KEY)), { maxLength: 6 }), (parts) => {
        const clean = withoutKey(parts.join(""), KEY);
        for (let at = 0; at + 6 <= KEY.length; at += 1) expect(clean).not.toContain(KEY.slice(at, at + 6));
      }),
    );
    expect(withoutKey(`What is ${KEY}, or ${KEY.slice(0, 20)} … ${KEY.slice(-9)}?`, KEY)).toBe(
      "What is [key], or [key] … [key]?",
    );
  });

  it.each(["", "a", "K", "key", "1234567"])(
    "of less than eight characters is none, and takes nothing out: %j",
    (key) => {
      expect(withoutKey("a key of 1234567 characters", key)).toBe("a key of 1234567 characters");
    },
  );
});
