import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Row } from "../../commands/rows/report.ts";
import { daysLeft, HOUR, IN_TIME, type Look, live, story } from "./five-years.ts";

/** ESIA signs in once a day, so within two days of being given a key. */
const SIGNED_IN = 48 * HOUR;

/**
 * Judges each look of random years.
 * @param judge says whether the claim holds; undefined where it does not concern the look
 */
async function always(judge: (look: Look) => Promise<boolean> | undefined): Promise<void> {
  let concerned = 0;
  const years = fc.asyncProperty(story, (told) =>
    live(told, async (look) => {
      const holds = judge(look);
      if (holds === undefined) return;
      concerned += 1;
      if (!(await holds)) throw new Error(await sayOf(look));
    }),
  );
  await fc.assert(years, { numRuns: 20, interruptAfterTimeLimit: 25_000 });
  expect(concerned).toBeGreaterThan(0);
}

async function sayOf({ now, esia, byStack, byEsia, report }: Look): Promise<string> {
  const time = (milliseconds: number) => new Date(milliseconds).toISOString();
  const held = `ESIA has key ${esia.key.number} since ${time(esia.since)}`;
  return JSON.stringify({ now: time(now), held, report, byStack: await byStack(), byEsia: await byEsia() }, null, 2);
}

const warns = (rows: readonly Row[], check: RegExp) =>
  rows.some((row) => row.result === "warn" && check.test(row.check));
/** Whether the key in ESIA ends so soon that a person has to know. */
const endsSoon = ({ esia, now }: Look) => daysLeft(esia.key, now) <= IN_TIME;
const isWhole = ({ report }: Look) =>
  typeof report !== "string" && report.leavesOut === undefined && report.untimed === undefined;

describe("over five years in which a person types keys in late or never, and the report is late, empty, refused or short of keys", () => {
  it("no row says that a key can be retired which ESIA holds, but where it was typed in after the day that the row names", async () => {
    let retired = 0;
    // Of older keys verify says the same with either key.
    await always(async ({ esia, byStack }) => {
      const retires = (await byStack()).filter(({ detail }) => detail.includes("can be retired"));
      retired += retires.length;
      return retires
        .filter(({ check }) => check === `Use of key ${esia.key.number}`)
        .every(({ detail }) => {
          const reaches = Date.parse(/ reaches to (\d{4}-\d\d-\d\d):/.exec(detail)?.[1] ?? "");
          return esia.since > reaches - SIGNED_IN;
        });
    });
    expect(retired).toBeGreaterThan(0);
  });

  it("verify of ESIA's own three values warns 14 days before their key ends and from then on, whatever the report says", async () => {
    await always((look) =>
      endsSoon(look) ? look.byEsia().then((rows) => warns(rows, /^(Key's life|Newer key)$/)) : undefined,
    );
  });

  it("verify --stack does so where the report names ESIA's key and reaches beyond the day on which it was typed in", async () => {
    await always((look) => {
      const { esia, newest, report, now, byStack } = look;
      if (!endsSoon(look)) return undefined;
      if (esia.key === newest) return byStack().then((rows) => warns(rows, /^Key's life$/));
      const late = typeof report === "string" ? 0 : report.late;
      if (!isWhole(look) || esia.since > now - late * HOUR - SIGNED_IN) return undefined;
      return byStack().then((rows) => warns(rows, new RegExp(`^Use of key ${esia.key.number}$`)));
    });
  });

  it("where the report is empty or refused, verify --stack says that it does not know, never that all is well", async () => {
    await always((look) => {
      const { esia, newest, report, byStack } = look;
      if (!endsSoon(look) || esia.key === newest || typeof report !== "string") return undefined;
      return byStack().then((rows) => rows.some(({ check, result }) => check === "Older keys" && result === "unknown"));
    });
  });
});
