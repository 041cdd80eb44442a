import { Temporal } from "temporal-polyfill";
import { describe, expect, it } from "vitest";
import { keyLife } from "../key-life.ts";
import { type HeldSecret, planSecrets, type SecretRules } from "../secrets.ts";

const key = (number: number, start: string, end: string): HeldSecret => ({
  number,
  keyId: `key-${number}`,
  start: Temporal.Instant.from(`${start}T09:30:00Z`),
  end: Temporal.Instant.from(`${end}T00:00:00Z`),
});
const first = key(1, "2026-11-23", "2028-11-22");
const second = key(2, "2028-08-25", "2030-08-24");

function line(held: HeldSecret[], today: string, asked: Partial<SecretRules> = {}): string {
  const day = Temporal.PlainDate.from(today);
  const rules = { secretMonths: 24, rotateDaysBefore: 90, rotateTo: 0, retireUpTo: 0, ...asked };
  const { severity, text } = keyLife(held, planSecrets(held, rules, day), day);
  return `${severity}: ${text}`;
}

describe("every run says in one line how long the key still runs:", () => {
  it.each<[string, HeldSecret[], string, Partial<SecretRules>, string]>([
    ["the first run", [], "2026-11-23", {}, "info: Key 1 is made in this run."],
    [
      "a long life",
      [first],
      "2027-01-01",
      {},
      "info: Key 1 works for 691 more days, until 2028-11-22. Runs from 2028-08-24 on renew it.",
    ],
    [
      "a renewal",
      [first],
      "2028-08-25",
      {},
      "info: Key 1 works for 89 more days, until 2028-11-22. This run makes key 2: type it into ESIA by then.",
    ],
    [
      "a late renewal",
      [first],
      "2028-10-01",
      {},
      "warn: Key 1 works for 52 more days, until 2028-11-22. This run makes key 2: type it into ESIA by then.",
    ],
    [
      "a leaked key",
      [first],
      "2027-01-01",
      { rotateTo: 2, retireUpTo: 1 },
      "info: Key 1 works for 691 more days, until 2028-11-22. This run makes key 2: type it into ESIA at once, the old one is removed.",
    ],
    [
      "an overlap",
      [first, second],
      "2028-09-01",
      {},
      "info: Key 2 works for 722 more days, until 2030-08-24. Key 1 works for 82 more days, until 2028-11-22: ESIA needs key 2 by then.",
    ],
    [
      "an overlap near its end",
      [first, second],
      "2028-11-01",
      {},
      "warn: Key 2 works for 661 more days, until 2030-08-24. Key 1 works for 21 more days, until 2028-11-22: ESIA needs key 2 by then.",
    ],
    [
      "a short key from 60 days on",
      [key(1, "2026-11-23", "2027-02-22")],
      "2026-12-24",
      { secretMonths: 3, rotateDaysBefore: 44 },
      "warn: Key 1 works for 60 more days, until 2027-02-22. Runs from 2027-01-09 on renew it.",
    ],
    [
      "an expired key",
      [first],
      "2028-11-22",
      {},
      "warn: KEY 1 HAS EXPIRED, on 2028-11-22: ESIA sees nothing. This run makes key 2: type it into ESIA now.",
    ],
  ])("%s", (_, held, today, asked, text) => {
    expect(line(held, today, asked)).toBe(text);
  });
});
