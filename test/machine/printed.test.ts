import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { hasUnseen, LONGEST, printed, printedJson, quoted } from "../../machine/printed.mjs";

/** What steers a terminal, or cannot be seen. */
const STEERING = /(?!\n)[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;
/** Any text, and texts that are made of what steers. */
const anyText = fc.oneof(
  fc.string({ unit: "binary", maxLength: 200 }),
  fc
    .array(
      fc.constantFrom(
        "\u001b[31m",
        "\u001b]0;t\u0007",
        "\u001b",
        "\u0007",
        "\u202e",
        "\u2066",
        "\u200b",
        "\0",
        "a",
        "\n",
      ),
    )
    .map((parts) => parts.join("")),
);

describe("a text for people", () => {
  it("is what it was where there is nothing to fear", () => {
    const text = "Key 2 works for 89 more days.\n  Next: 'pulumi up', für Müller, 漢字, ‘…’ →\n";
    expect(printed(text)).toBe(text);
  });

  it("loses colours, titles and links, and has a blank for each other mark", () => {
    expect(
      printed(
        "\u001b[91mERROR\u001b[0m: a\u202eb\u001b]0;title\u0007\u001b]8;;http://x\u001b\\c\u0007d\r\ne\u0000\u009bf",
      ),
    ).toBe("ERROR: a bc d\ne f");
  });

  it("steers no terminal and has an end, whatever it is", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(printed(text)).not.toMatch(STEERING);
        expect(printed(text).split("\n")).toHaveLength(text.split("\n").length);
      }),
    );
    expect(printed("x".repeat(700_000))).toHaveLength(LONGEST + " … (692000 characters left out) … ".length);
  });

  it("keeps its beginning and its end", () => {
    expect(printed(`first${"x".repeat(100)}last`, 20)).toBe("firstxxxxx … (89 characters left out) … xxxxxxlast");
  });

  it.each([
    ["sequences that never end", "\u001b]".repeat(200_000)],
    ["marks", "\u202e".repeat(700_000)],
    ["ends of line", "\r\n".repeat(300_000)],
  ])("is read in linear time: %s", (_, text) => {
    const started = performance.now();
    printed(text, text.length);
    expect(performance.now() - started).toBeLessThan(5000);
  });
});

describe("a value in a sentence", () => {
  it.each<[unknown, string]>([
    ["esia", '"esia"'],
    ['a"b', '"a\\"b"'],
    ["a\u202eb\u0000\u001b\u009b", '"a\\u202eb\\u0000\\u001b\\u009b"'],
    ["x\u{e0041}", '"x\\udb40\\udc41"'],
    [7, "7"],
    [{ a: "\u2066" }, '{"a":"\\u2066"}'],
    [undefined, "undefined"],
    ["x".repeat(700_000), `"${"x".repeat(120)}"… (700000 characters)`],
  ])("%# is in quotes, and short", (value, shown) => expect(quoted(value)).toBe(shown));

  it("is never long and steers no terminal", () => {
    fc.assert(
      fc.property(fc.oneof(anyText, fc.jsonValue()), (value) => {
        expect(quoted(value)).not.toMatch(STEERING);
        expect(quoted(value).length).toBeLessThan(120 * 12 + 40);
      }),
    );
  });
});

describe("JSON on a terminal", () => {
  it("steers none, and says the same to a program", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const json = JSON.stringify({ rows: [text] }, null, 2);
        expect(printedJson(json)).not.toMatch(STEERING);
        expect(JSON.parse(printedJson(json))).toEqual({ rows: [text] });
      }),
    );
  });
});

describe("what cannot be seen", () => {
  it.each(["\0", "\u001b", "\n", "\u202e", "\u200d", "\u2028", "\ud800", "\u{e0041}"])("is found: %j", (mark) => {
    expect(hasUnseen(`a${mark}b`)).toBe(true);
  });

  it("is not what people write", () => expect(hasUnseen("ESIA – Müller & Söhne, 株式会社, שלום")).toBe(false));
});
