/** What people read of a run: the summary, the issue, and the words on the command line. */
import { Temporal } from "temporal-polyfill";
import { describe, expect, it } from "vitest";
import { readArguments } from "../../commands/schedule/arguments.ts";
import { type AskGh, issueOf, open } from "../../commands/schedule/issue.ts";
import type { Judged } from "../../commands/schedule/judge.ts";
import { doing } from "../../commands/schedule/plan.ts";
import type { Results } from "../../commands/schedule/results.ts";
import { summary } from "../../commands/schedule/summary.ts";

const HAND_OVER = { number: 2, older: [1], before: "2028-11-22", tenantId: "t-1", clientId: "c-1" };

describe("a day", () => {
  it.each([
    ["the first Monday of a month", "", "2026-12-07", "up"],
    ["any other", "", "2026-12-14", "preview"],
    ["the seventh of the month, the last that counts", "", "2027-06-07", "up"],
    ["the eighth", "", "2027-06-08", "preview"],
    ["one on which somebody asks for up", "up", "2026-12-14", "up"],
    ["one on which somebody asks for preview", "preview", "2026-12-07", "preview"],
  ])("%s", (_, asked, today, expected) => {
    expect(doing(asked, Temporal.PlainDate.from(today))).toBe(expected);
  });

  it("has exactly one Monday on which it renews, in every month", () => {
    for (let month = Temporal.PlainYearMonth.from("2026-12"); month.year < 2031; month = month.add({ months: 1 })) {
      const mondays = Array.from({ length: month.daysInMonth }, (_, at) => month.toPlainDate({ day: at + 1 })).filter(
        ({ dayOfWeek }) => dayOfWeek === 1,
      );
      expect(mondays.filter((monday) => doing("", monday) === "up")).toHaveLength(1);
    }
  });

  it("knows no other word", () => {
    expect(() => doing("destroy", Temporal.PlainDate.from("2026-12-07"))).toThrow("A run does up or preview");
  });
});

describe("the words on the command line", () => {
  it.each([
    [["plan"], { word: "plan", stack: "", help: false }],
    [["report", "--stack", "contoso"], { word: "report", stack: "contoso", help: false }],
    [["issue", "-s", "acme/esia/contoso"], { word: "issue", stack: "acme/esia/contoso", help: false }],
  ])("%j", (args, expected) => {
    expect(readArguments(args)).toEqual(expected);
  });

  it.each([
    [[], "Say one of plan, report, issue."],
    [["destroy"], "Say one of plan, report, issue."],
    [["plan", "report"], "Say one of plan, report, issue."],
    [["report"], "Which stack?"],
    [["report", "--stak", "x"], "--stak is no option of schedule"],
  ])("%j are refused", (args, said) => {
    expect(() => readArguments(args)).toThrow(said);
  });
});

describe("the summary", () => {
  const results: Results = {
    steps: { up: "success", preview: "skipped", doctor: "failure", verify: "success" },
    outputs: {},
    changes: { create: 1, same: 20 },
    doctor: {
      version: 1,
      command: "doctor",
      stack: "contoso",
      exitCode: 1,
      rows: [
        { id: "stack", check: "Stack", result: "pass", detail: "contoso." },
        { id: "keys", check: "Keys", result: "warn", detail: "Key 1 works for 50 more days." },
        { id: "left", check: "Left to an administrator", result: "fail", detail: "Granting X.", next: "Sign in." },
      ],
    },
    verify: undefined,
  };
  const judged: Judged = {
    keys: [
      { number: 2, until: "2030-08-24", days: 722, use: "newest" },
      { number: 1, until: "2028-11-22", days: 82, use: "unknown" },
    ],
    handOver: HAND_OVER,
    failures: ["The step doctor failed: its log says why."],
  };

  it("says what changed, how long the keys work and what a person must do, failures first", () => {
    expect(summary("contoso", results, judged).split("\n")).toEqual([
      "## ESIA, stack contoso",
      "",
      "**A person must act:**",
      "- The step doctor failed: its log says why.",
      "",
      "Update: success, 1 created.",
      "",
      "| key | works until | days left | |",
      "| --- | --- | --- | --- |",
      "| 2 | 2030-08-24 | 722 | the newest: the one for ESIA |",
      "| 1 | 2028-11-22 | 82 | whether it is still used is not known |",
      "",
      "Type key 2 into ESIA before 2028-11-22; 'pulumi stack output nextSteps --stack contoso' says how.",
      "",
      "doctor:",
      "- **fails**, Left to an administrator: Granting X. Sign in.",
      "- warning, Keys: Key 1 works for 50 more days.",
      "",
      "verify told nothing.",
      "",
    ]);
  });

  it("says of a preview that nothing was changed", () => {
    const looked: Results = {
      ...results,
      steps: { up: "skipped", preview: "success", doctor: "success", verify: "success" },
    };
    const text = summary("contoso", looked, { keys: judged.keys.slice(0, 1), handOver: undefined, failures: [] });
    expect(text).toContain("Nothing to do.");
    expect(text).toContain("Preview: success. Nothing was changed.");
  });
});

describe("the issue", () => {
  const issue = issueOf("contoso", HAND_OVER, "https://github.com/contoso/esia/actions/runs/1");

  it("says which ESIA, where the key is to be read, by when, and who closes it", () => {
    expect(issue.title).toBe("ESIA of stack contoso: type in key 2 before 2028-11-22");
    expect(issue.body.split("\n")).toEqual([
      "Stack contoso has a new key. ESIA works on with key 1 until 2028-11-22.",
      "",
      "1. In ESIA, open the node of type *Microsoft 365* that has these ids; they stay:",
      "   - Tenant ID: `t-1`",
      "   - Client ID: `c-1`",
      "2. Replace its key. Whoever may read the stack's secrets prints it, on a terminal of his own:",
      "   `pulumi stack output clientSecret --show-secrets --stack contoso`",
      "3. A day or two later `npm run verify -- --stack contoso`, or the summary of the next run, says whether anything still",
      "   uses key 1.",
      "4. Close this issue. Nothing else closes it.",
      "",
      "The key stands in no issue, log or summary. [The run that found this](https://github.com/contoso/esia/actions/runs/1)",
    ]);
  });

  const asked: (readonly string[])[] = [];
  const gh =
    (...answers: { code: number; stdout: string; stderr?: string }[]): AskGh =>
    async (args) => {
      asked.push(args);
      const { stderr = "", ...answer } = answers.shift() ?? { code: 1, stdout: "" };
      return { ...answer, stderr };
    };

  it("is opened where none of its title was ever opened", async () => {
    asked.length = 0;
    const others = JSON.stringify([{ title: `${issue.title} too`, url: "https://x/1" }]);
    const made = "https://github.com/contoso/esia/issues/7\n";
    expect(await open(issue, gh({ code: 0, stdout: others }, { code: 0, stdout: made }))).toBe(
      "Opened: https://github.com/contoso/esia/issues/7",
    );
    expect(asked[1]).toEqual(["issue", "create", "--title", issue.title, "--body", issue.body]);
  });

  it("is not opened twice, nor again when a person has closed it", async () => {
    asked.length = 0;
    const same = JSON.stringify([{ title: issue.title, url: "https://x/7" }]);
    expect(await open(issue, gh({ code: 0, stdout: same }))).toBe("There is an issue already: https://x/7");
    expect(asked).toHaveLength(1);
    expect(asked[0]).toContain("all");
  });

  it.each([
    ["gh may not list", [{ code: 1, stdout: "", stderr: "HTTP 403" }], "HTTP 403"],
    ["gh is not there", [{ code: -1, stdout: "", stderr: "spawn gh ENOENT" }], "ENOENT"],
    ["gh prints nonsense", [{ code: 0, stdout: "<html>" }], "printed no JSON"],
    [
      "gh may not create",
      [
        { code: 0, stdout: "[]" },
        { code: 1, stdout: "", stderr: "a\nHTTP 410: disabled" },
      ],
      "HTTP 410",
    ],
  ])("that cannot be opened is said, with what to do: %s", async (_, answers, said) => {
    await expect(open(issue, gh(...answers))).rejects.toThrow(said);
  });
});
