import { Temporal } from "temporal-polyfill";
import { describe, expect, it } from "vitest";
import { clockLine } from "../../keys/clock.ts";
import { keyLife, keyNews } from "../../keys/life.ts";
import { type Circumstances, planSecrets } from "../../keys/plan.ts";
import type { HeldSecret, SecretRules } from "../../keys/secret.ts";

const key = (number: number, start: string, end: string): HeldSecret => ({
  number,
  keyId: `key-${number}`,
  start: Temporal.Instant.from(`${start}T09:30:00Z`),
  end: Temporal.Instant.from(`${end}T00:00:00Z`),
});
const first = key(1, "2026-11-23", "2028-11-22");
const second = key(2, "2028-08-25", "2030-08-24");
const third = key(3, "2028-08-27", "2030-08-26");
const day = (text: string) => Temporal.PlainDate.from(text);

describe("every run says first how long the keys still work:", () => {
  it.each<[string, HeldSecret[], string, string]>([
    ["a long life", [first], "2027-01-01", "info: Key 1 works for 691 more days, until 2028-11-22."],
    ["a short rest", [first], "2028-09-23", "warn: Key 1 works for 60 more days, until 2028-11-22."],
    [
      "an overlap",
      [first, second],
      "2028-09-01",
      "info: Key 2 works for 722 more days, until 2030-08-24. Key 1 works for 82 more days, until 2028-11-22: ESIA needs key 2 by then.",
    ],
    [
      "an overlap near its end",
      [first, second],
      "2028-11-01",
      "warn: Key 2 works for 661 more days, until 2030-08-24. Key 1 works for 21 more days, until 2028-11-22: ESIA needs key 2 by then.",
    ],
    [
      "three that work",
      [first, second, third],
      "2028-09-01",
      "info: Key 3 works for 724 more days, until 2030-08-26. Key 2 works for 722 more days, until 2030-08-24: ESIA needs key 3 by then. Key 1 works for 82 more days, until 2028-11-22: ESIA needs key 3 by then.",
    ],
    ["an expired key", [first], "2028-11-22", "warn: KEY 1 HAS EXPIRED, on 2028-11-22: ESIA sees nothing."],
    [
      "an expired key that is still held",
      [first, second],
      "2028-12-22",
      "info: Key 2 works for 610 more days, until 2030-08-24.",
    ],
    [
      "an older key that outlives the newest",
      [first, key(2, "2027-01-01", "2027-01-31")],
      "2027-02-01",
      "warn: KEY 2 HAS EXPIRED, on 2027-01-31. Key 1 works for 660 more days, until 2028-11-22.",
    ],
  ])("%s", (_, held, today, text) => {
    const line = keyLife(held, day(today));
    expect(`${line?.severity}: ${line?.text}`).toBe(text);
  });

  it("nothing before the first key", () => {
    expect(keyLife([], day("2026-11-23"))).toBeUndefined();
  });
});

describe("a run that nothing refuses says what it does with the keys:", () => {
  it.each<[string, HeldSecret[], string, Partial<SecretRules> & Circumstances, string]>([
    ["the first run", [], "2026-11-23", {}, "info: Key 1 is made in this run."],
    ["nothing to do", [first], "2027-01-01", {}, "info: Runs from 2028-08-24 on renew key 1."],
    [
      "a renewal",
      [first],
      "2028-08-25",
      {},
      "info: This run makes key 2: type it into ESIA before 2028-11-22. When ESIA uses key 2, 'pulumi config set esia:retireUpTo 1 --stack x' and 'pulumi up --stack x' remove key 1; or wait until it ends.",
    ],
    [
      "a leaked key",
      [first],
      "2027-01-01",
      { rotateTo: 2, retireUpTo: 1 },
      "warn: This run makes key 2: type it into ESIA at once, key 1 is removed.",
    ],
    [
      "two leaked keys",
      [first, second],
      "2028-08-26",
      { rotateTo: 3, retireUpTo: 2 },
      "warn: This run makes key 3: type it into ESIA at once, keys 1 and 2 are removed.",
    ],
    [
      "an overlap",
      [first, second],
      "2028-09-01",
      {},
      "info: When ESIA uses key 2, 'pulumi config set esia:retireUpTo 1 --stack x' and 'pulumi up --stack x' remove key 1; or wait until it ends. Runs from 2030-05-26 on renew key 2.",
    ],
    [
      "three that work",
      [first, second, third],
      "2028-09-01",
      {},
      "info: When ESIA uses key 3, 'pulumi config set esia:retireUpTo 2 --stack x' and 'pulumi up --stack x' remove keys 1 and 2; or wait until they end. Runs from 2030-05-28 on renew key 3.",
    ],
    ["an expired key", [first], "2028-11-22", {}, "warn: This run makes key 2: type it into ESIA now."],
    [
      "a key that is gone",
      [first],
      "2027-01-01",
      { lastNumber: 2 },
      "warn: Key 2, which an earlier run made, is gone from Entra. This run makes key 2: type it into ESIA now. When ESIA uses key 2, 'pulumi config set esia:retireUpTo 1 --stack x' and 'pulumi up --stack x' remove key 1; or wait until it ends.",
    ],
  ])("%s", (_, held, today, { lastNumber, ...asked }, text) => {
    const rules = { secretMonths: 24, rotateDaysBefore: 0, rotateTo: 0, retireUpTo: 0, ...asked };
    const plan = planSecrets(held, rules, day(today), { lastNumber });
    const line = keyNews(held, plan, day(today), (words) => `'pulumi ${words} --stack x'`);
    expect(`${line.severity}: ${line.text}`).toBe(text);
  });
});

describe("a new key's start by Entra's clock", () => {
  it("is silent where this machine's is a day off at most", () => {
    expect(clockLine("2026-11-23T23:59:59Z", day("2026-11-24"))).toBeUndefined();
    expect(clockLine("2026-11-25T00:00:01Z", day("2026-11-24"))).toBeUndefined();
  });

  it.each([
    ["2026-12-24", "(30 days earlier)"],
    ["2026-11-20", "(4 days later)"],
  ])("tells that this machine's is wrong, when it says %s", (today, apart) => {
    expect(clockLine("2026-11-24T10:00:00Z", day(today))).toEqual({
      severity: "warn",
      text:
        `This machine's clock is wrong: it says ${today}, and Entra made the key on 2026-11-24 ${apart}. The key works; its ` +
        "end and the day of its renewal were counted by the wrong clock. Set the clock ('date' shows it) before the next run.",
    });
  });
});
