/** What somebody may put into a setting, a name, an answer or a state: texts of all kinds that do harm somewhere. */
import fc from "fast-check";

/** What steers a terminal or cannot be seen; lines may end. */
export const STEERING = /(?!\n)[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;

/** One of each kind. */
export const HOSTILE = [
  "",
  " ",
  "\0",
  "esia\0",
  "\u001b[2J\u001b]0;title\u0007",
  "\u001b]8;;https://evil.example\u001b\\link\u001b]8;;\u001b\\",
  "\u009b2J\u0007\r",
  "user\u202etxt.exe",
  "\u2066esia\u2069\u200f",
  "es\u200bia\ufeff",
  "a\u2028b\u2029c",
  "\ud800",
  "\u{e0041}",
  "еsia",
  "__proto__",
  "constructor",
  "toString",
  "hasOwnProperty",
  "'; rm -rf ~; '",
  "$(id)`id`",
  "../../etc/passwd",
  "x".repeat(10_000),
  "x ".repeat(5_000),
  "-1",
  "1e3",
  "0x10",
  "９",
  "NaN",
  "Infinity",
  "9007199254740993",
  "999999999",
  "1".repeat(400),
  "2027-02-30",
  "2028-10-01T25:00:00Z",
  "{",
  "null",
  "[]",
  "[[]]",
  "[null]",
  "{}",
  '{"__proto__":{"github":"a/b"}}',
  '["__proto__"]',
  "<html><body>no</body></html>",
] as const;

/** Any text, mostly harmful ones. */
export const anyText = fc.oneof(
  fc.constantFrom(...HOSTILE),
  fc.tuple(fc.constantFrom(...HOSTILE), fc.string({ maxLength: 20 })).map((parts) => parts.join("")),
  fc.string({ unit: "binary", maxLength: 200 }),
  fc.json(),
);

/** Any value that JSON has, with harmful texts and inherited names among them. */
export const anyJson = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: "small" },
    fc.constantFrom(...HOSTILE),
    fc.constantFrom(null, true, 0, -1, 1e308, 0.5),
    fc.array(tie("value"), { maxLength: 4 }),
    fc.dictionary(
      fc.constantFrom("__proto__", "constructor", "toString", "valueOf", "value", "error", "@odata.nextLink", "a"),
      tie("value"),
    ),
  ),
})).value;
