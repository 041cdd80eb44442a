import { Temporal } from "temporal-polyfill";
import { describe, expect, it } from "vitest";
import { lastUses, type SignIn } from "../../keys/last-use.ts";
import { listedKeys } from "../../keys/listed.ts";

const NOW = Temporal.Instant.from("2028-12-20T12:00:00Z");
const [THREE, TWO, ONE] = listedKeys(
  [3, 2, 1].map((number) => ({
    keyId: `id-${number}`,
    displayName: `ESIA key ${number}, made 2028-0${number}-01`,
    startDateTime: `2028-0${number}-01T00:00:00Z`,
  })),
);
if (!THREE || !TWO || !ONE) throw new Error("no keys");

/** Last sign-ins by key; the newest here is key 3, or key 2 where only one is older. */
type Report = Record<string, string | undefined>;

function uses(older: number[], report: Report, now = NOW): string[] {
  const keys = [THREE, TWO, ONE].filter((key) => key !== undefined);
  const newest = older.includes(2) ? THREE : TWO;
  const lines = Object.entries(report).map(
    ([keyId, at]): SignIn => ({ keyId, last: at ? Temporal.Instant.from(at) : undefined }),
  );
  return lastUses(
    newest as typeof ONE & object,
    keys.filter(({ number }) => older.includes(number ?? 0)),
    lines,
    now,
  ).map(
    (found) =>
      `${found.key.label} ${found.use}${"since" in found ? ` since ${found.since}, up to ${found.reaches}` : "last" in found ? ` ${found.last}` : ""}`,
  );
}

describe("what the report of sign-ins says of older keys", () => {
  it.each<[string, number[], Report, string[]]>([
    [
      "silent for more than 48 hours before the newest key's last sign-in: it can be retired",
      [1],
      { "id-2": "2028-12-20T08:00:00Z", "id-1": "2028-12-18T07:59:59Z" },
      ["key 1 silent since 2028-12-18T07:59:59Z, up to 2028-12-20T08:00:00Z"],
    ],
    [
      "silent for 48 hours and no more: used, as far as anybody knows",
      [1],
      { "id-2": "2028-12-20T08:00:00Z", "id-1": "2028-12-18T08:00:00Z" },
      ["key 1 used 2028-12-18T08:00:00Z"],
    ],
    [
      "used at the same time as the newest",
      [1],
      { "id-2": "2028-12-20T08:00:00Z", "id-1": "2028-12-20T08:00:00Z" },
      ["key 1 used 2028-12-20T08:00:00Z"],
    ],
    [
      "used later than the newest",
      [1],
      { "id-2": "2028-12-18T08:00:00Z", "id-1": "2028-12-20T08:00:00Z" },
      ["key 1 used 2028-12-20T08:00:00Z"],
    ],
    [
      "old sign-ins with no word of the newest key: the report may end there",
      [1],
      { "id-1": "2028-10-01T00:00:00Z" },
      ["key 1 used 2028-10-01T00:00:00Z"],
    ],
    [
      "the newest key named without a time: the report may end anywhere",
      [1],
      { "id-2": undefined, "id-1": "2028-10-01T00:00:00Z" },
      ["key 1 used 2028-10-01T00:00:00Z"],
    ],
    [
      "a report that reaches to a week ago still counts",
      [1],
      { "id-2": "2028-12-13T12:00:00Z", "id-1": "2028-12-01T00:00:00Z" },
      ["key 1 silent since 2028-12-01T00:00:00Z, up to 2028-12-13T12:00:00Z"],
    ],
    [
      "a report that reaches no further than that tells nothing of today",
      [1],
      { "id-2": "2028-12-13T11:59:59Z", "id-1": "2028-12-01T00:00:00Z" },
      ["key 1 used 2028-12-01T00:00:00Z"],
    ],
    [
      "an older key that is not named is unknown, never unused",
      [1],
      { "id-2": "2028-12-20T08:00:00Z" },
      ["key 1 unknown"],
    ],
    [
      "an older key that is named without a time is unknown, too",
      [1],
      { "id-2": "2028-12-20T08:00:00Z", "id-1": undefined },
      ["key 1 unknown"],
    ],
    ["nothing at all", [2, 1], {}, ["key 2 unknown", "key 1 unknown"]],
    [
      "all of two older keys silent",
      [2, 1],
      { "id-3": "2028-12-20T08:00:00Z", "id-2": "2028-12-10T00:00:00Z", "id-1": "2028-06-01T00:00:00Z" },
      [
        "key 2 silent since 2028-12-10T00:00:00Z, up to 2028-12-20T08:00:00Z",
        "key 1 silent since 2028-06-01T00:00:00Z, up to 2028-12-20T08:00:00Z",
      ],
    ],
    [
      "one of two older keys in use: nothing is claimed of the other either",
      [2, 1],
      { "id-3": "2028-12-20T08:00:00Z", "id-2": "2028-12-20T07:00:00Z", "id-1": "2028-06-01T00:00:00Z" },
      ["key 2 used 2028-12-20T07:00:00Z", "key 1 used 2028-06-01T00:00:00Z"],
    ],
    [
      "one of two older keys not named: nothing is claimed of the other either",
      [2, 1],
      { "id-3": "2028-12-20T08:00:00Z", "id-1": "2028-06-01T00:00:00Z" },
      ["key 2 unknown", "key 1 used 2028-06-01T00:00:00Z"],
    ],
  ])("%s", (_, older, report, expected) => {
    expect(uses(older, report)).toEqual(expected);
  });

  it("is the latest of a key's lines, and ids are the same in either case", () => {
    const lines: SignIn[] = [
      { keyId: "ID-2", last: Temporal.Instant.from("2028-12-20T08:00:00Z") },
      { keyId: "id-1", last: Temporal.Instant.from("2028-12-19T00:00:00Z") },
      { keyId: "ID-1", last: Temporal.Instant.from("2028-11-01T00:00:00Z") },
    ];
    expect(lastUses(TWO, [ONE], lines, NOW)).toEqual([
      { use: "used", key: ONE, last: Temporal.Instant.from("2028-12-19T00:00:00Z") },
    ]);
  });
});
