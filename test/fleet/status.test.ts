import { readFileSync } from "node:fs";
import { Temporal } from "temporal-polyfill";
import { describe, expect, it } from "vitest";
import { readArguments } from "../../commands/fleet/arguments.ts";
import { sideBySide } from "../../commands/fleet/side-by-side.ts";
import { type Standing, standing, unreadStanding } from "../../commands/fleet/standing.ts";
import { standings } from "../../commands/fleet/status.ts";
import { statusExit, statusJson, statusTable } from "../../commands/fleet/status-table.ts";
import { type AskPulumi, refusedBy } from "../../commands/stack/ask.ts";
import { exportOf, stateOf } from "./states.ts";

const TODAY = Temporal.PlainDate.from("2028-11-01");
const stacks = (...names: string[]) => names.map((name) => ({ name, lastRun: undefined }));

/** A `pulumi` whose exports are the given texts, or refusals. */
function exports(texts: Record<string, string | { stderr: string }>): AskPulumi {
  return async (args) => {
    const found = texts[String(args.at(-1))] ?? { stderr: "error: no stack named" };
    return typeof found === "string"
      ? { code: 0, stdout: found, stderr: "" }
      : { code: 255, stdout: "", stderr: found.stderr };
  };
}

const FLEET = exports({
  contoso: exportOf("two-keys", "contoso"),
  fabrikam: exportOf("one-key", "fabrikam"),
  "a-name-that-is-longer-than-its-column": '{"deployment":{}}',
  broken: { stderr: "error: decode checkpoint: unexpected end of JSON input" },
  odd: '{"deployment":{"resources":[{}]}}',
});
const NAMES = ["contoso", "fabrikam", "broken", "odd", "a-name-that-is-longer-than-its-column"];

async function found(say: (line: string) => void = () => {}) {
  return standings(stacks(...NAMES), { ask: FLEET, today: TODAY, atOnce: 2, say });
}

describe("the status of all stacks", () => {
  it("is one table within 80 columns, the most urgent first, with what is wrong and what to do below each", async () => {
    const table = statusTable(await found(), 80);
    expect(table.split("\n").filter((line) => line.length > 80)).toEqual([]);
    expect(table).toBe(
      `STACK                     RESULT   KEY  DAYS  LAST RUN  TENANT    APPLICATION
broken                    FAILS      -     -  never     -         -
  Pulumi does not read the stack: decode checkpoint: unexpected end of JSON
  input.
  Next: Are you signed in to its backend ('pulumi whoami', 'pulumi stack ls')?
  'pulumi stack --stack broken' says more.
odd                       FAILS      -     -  never     -         -
  What 'pulumi stack export --stack odd' prints cannot be understood.
  Next: Is 'pulumi version' 3.259.0 or newer? Run it by hand to see what is
  wrong.
fabrikam                  FAILS      1    23  never     6f58cbcf  86834b84
  Key 1 works for 23 more days, until 2028-11-24.
  Next: Run 'pulumi up --stack fabrikam': it is overdue.
contoso                   warning    2   662  never     6f58cbcf  307bfb58
  Key 2 works for 662 more days, until 2030-08-25. Key 1 works for 23 more days,
  until 2028-11-24: ESIA needs key 2 by then.
  Next: 'npm run fleet -- verify --only contoso' says whether the older key is
  still used.
a-name-that-is-longer-than-its-column
                          warning    -     -  never     -         -
  Not connected: its state holds no application.
  Next: For a new tenant 'pulumi up --stack
  a-name-that-is-longer-than-its-column' by an administrator; for a former one
  'pulumi stack rm --stack a-name-that-is-longer-than-its-column'.

5 stacks: 3 failing, 2 with a warning; 1 due.`,
    );
  });

  it("has whole ids where the terminal has room, and in JSON", async () => {
    const wide = statusTable(await found(), 160);
    expect(wide).toContain("6f58cbcf-0ccb-4ad5-81c9-3bab80e661f4  307bfb58-9a78-4a1a-8821-6b9625079cd0");
    expect(JSON.parse(statusJson(await found()))).toMatchObject({
      version: 1,
      command: "fleet status",
      exitCode: 1,
      stacks: [{ stack: "broken" }, { stack: "odd" }, { stack: "fabrikam", key: { days: 23 } }, {}, {}],
    });
  });

  it("fails for a stack that fails or could not be read, and for nothing less", async () => {
    const all = await found();
    expect(statusExit(all)).toBe(1);
    expect(statusExit(all.filter(({ stack }) => stack === "broken"))).toBe(1);
    expect(statusExit(all.filter(({ result }) => result !== "fail"))).toBe(0);
  });

  it("asks each stack once, without secrets, and never more at a time than it was told", async () => {
    let open = 0;
    let most = 0;
    const asked: string[] = [];
    const ask: AskPulumi = async (args) => {
      asked.push(args.join(" "));
      most = Math.max(most, ++open);
      await new Promise(setImmediate);
      open -= 1;
      return { code: 0, stdout: '{"deployment":{}}', stderr: "" };
    };
    const heard: string[] = [];
    const names = Array.from({ length: 40 }, (_, at) => `t${at}`);
    await standings(stacks(...names), { ask, today: TODAY, atOnce: 3, say: (line) => heard.push(line) });
    expect(most).toBe(3);
    expect(asked).toHaveLength(40);
    expect(asked[0]).toBe("stack export --non-interactive --stack t0");
    expect(asked.join()).not.toContain("--show-secrets");
    expect(heard).toHaveLength(9);
    expect(heard[0]).toBe("Read: 4 of 40.");
  });

  it("begins no further ones when it is stopped", async () => {
    const begun: number[] = [];
    const results = await sideBySide(
      [1, 2, 3, 4],
      1,
      async (one) => begun.push(one),
      () => begun.length === 2,
    );
    expect(begun).toEqual([1, 2]);
    expect(results).toEqual([1, 2, undefined, undefined]);
  });
});

it("the page of the command shows a table as the command prints it", () => {
  const row = (stack: string, rest: object): Standing => {
    return { stack, result: "pass", older: [], due: false, connected: true, ...rest };
  };
  const table = statusTable(
    [
      unreadStanding(
        { name: "globex", lastRun: Temporal.Instant.from("2026-10-05T04:17:00Z") },
        refusedBy("error: decode checkpoint: unexpected end of JSON input", "globex"),
      ),
      standing(
        { name: "fabrikam", lastRun: Temporal.Instant.from("2028-09-04T04:17:00Z") },
        stateOf("one-key", "fabrikam"),
        TODAY,
      ),
      row("contoso", {
        tenantId: "1f0c8f3e-0ccb-4ad5-81c9-3bab80e661f4",
        clientId: "307bfb58-9a78-4a1a-8821-6b9625079cd0",
        key: { number: 2, until: "2030-08-25", days: 662 },
        lastRun: "2028-10-02",
      }),
    ],
    80,
  );
  const page = readFileSync(new URL("../../docs/fleet.md", import.meta.url), "utf8");
  expect(/```text\n([\s\S]*?)\n```/.exec(page)?.[1]).toBe(table);
});

describe("the words of fleet", () => {
  it("are understood", () => {
    expect(readArguments(["status", "--only", "c*", "--at-once", "8", "--json"])).toMatchObject({
      word: "status",
      only: "c*",
      atOnce: 8,
      json: true,
    });
  });

  it.each([
    ["no word", [], "Say one of "],
    ["another word", ["up"], "Say one of "],
    ["an empty pattern", ["status", "--only", ""], "--only needs a stack's name"],
    ["no number", ["status", "--at-once", "0"], "--at-once takes a number from 1 to 999."],
    ["an unknown option", ["status", "--fix"], "--fix is no option of fleet."],
  ])("and %s ends in a sentence and the usage", (_, args, said) => {
    expect(() => readArguments(args)).toThrow(said);
    expect(() => readArguments(args)).toThrow("npm run fleet -- status");
  });
});
