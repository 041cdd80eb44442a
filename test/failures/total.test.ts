import fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import { ADVISING } from "../../failures/advice.ts";
import { CHANGING } from "../../failures/changes.ts";
import { explain, paragraph } from "../../failures/explain.ts";
import { EXPLAINED } from "../../failures/explained.ts";
import { CLASSES } from "../../failures/explained-classes.ts";
import { LAST } from "../../failures/explained-program.ts";
import { FRAMES, INVOKE, SIGN_IN } from "../../failures/frames.ts";
import { GETTING_OVER } from "../../failures/got-over.ts";
import { LONGEST, MOST, plain, READING, read } from "../../failures/read.ts";
import { shapesFound } from "../support/clear-text.ts";
import { BY_CLASS, MORE, OFTEN } from "./texts.ts";

const ALL = [...OFTEN, ...MORE, ...BY_CLASS];
const PATTERNS = [
  ...READING,
  ...ADVISING,
  ...CHANGING,
  ...GETTING_OVER,
  SIGN_IN,
  INVOKE,
  ...FRAMES.map(({ words }) => words),
  ...[...EXPLAINED, ...LAST].flatMap(({ signs }) => signs.phrases ?? []),
];

describe("any text that tells of a failure", () => {
  it("is answered, whatever it is", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ minLength: 1 }), fc.string({ unit: "binary", minLength: 1 })), (words) => {
        const answers = explain(`error: x${words}`, "acme");
        expect(answers.length).toBeGreaterThan(0);
        for (const { what, why, action, command } of answers) {
          expect([what, why, action, command].every((part) => part.length > 10)).toBe(true);
        }
      }),
    );
  });

  it("is answered by what to do where nothing of it is known", () => {
    expect(explain("error: kaboom", "acme")).toEqual([
      {
        id: "unknown",
        class: "unknown",
        known: "default",
        what: "This failure is not known here.",
        why: "What was done by then is in the stack's state: running again never makes a second application, and takes no key away.",
        action:
          "Let doctor look first: it only reads. Then run again, once. If it fails in the same way, search the message above (without ids and secrets), or show it to ESIA's support.",
        command: "'npm run doctor -- --stack acme', then 'pulumi up --stack acme'",
        changes: "",
        page: "",
      },
    ]);
  });

  it("is answered once for all failures of a kind, and once for each kind", () => {
    const text = ALL.map(([, , words]) => words).join("\n\n");
    const ids = explain(text, "acme").map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).toEqual(expect.arrayContaining(OFTEN.map(([id]) => id)));
  });

  it.each([
    "",
    " \n\t\r\n",
    "Previewing update (acme):\n\n\nResources:\n    16 unchanged\n\nDuration: 2s",
    "Updating (acme):\n +  azuread:index:Application application created (2s)\n\nOutputs:\n    secretNumber: 1\n\nResources:\n    + 16 created\n\nDuration: 41s",
    "Updating (acme):\nDiagnostics:\n  azuread:index:Application (application):\n    warning: Request failed with status 503, trying again\n\nResources:\n    16 unchanged\n\nDuration: 2s",
  ])("is no empty text, and no run in which nothing failed: %j", (text) => {
    expect(explain(text, "acme")).toEqual([]);
  });
});

describe("an answer", () => {
  it("is not taken for another failure when it is printed with the first", () => {
    for (const [id, of, text] of ALL) {
      const printed = [text, ...explain(text, "acme").map(paragraph)].join("\n\n");
      expect(
        explain(printed, "acme").map((again) => again.id),
        of,
      ).toEqual([id]);
    }
  });

  it("is the same for a text with colours, and with the line ends of Windows", () => {
    for (const [, , text] of ALL) {
      const dressed = text.replaceAll(": ", ":\u001b[38;5;9m \u001b[0m").replaceAll("\n", "\r\n");
      expect(explain(dressed, "acme")).toEqual(explain(text, "acme"));
    }
  });

  it("repeats no secret that stands anywhere in the text", () => {
    const secret = fc.stringMatching(/^[A-Za-z0-9_.~-]{3}8Q~[A-Za-z0-9_.~-]{34}$/);
    fc.assert(
      fc.property(secret, fc.constantFrom(...ALL), fc.nat(), (key, [, , text], place) => {
        const words = text.split(" ");
        words.splice(place % (words.length + 1), 0, key);
        const said = explain(`${words.join(" ")}\n${key}: ${text} ${key}`, "acme")
          .map(paragraph)
          .join("\n");
        expect(said).not.toBe("");
        expect(shapesFound(key, said)).toEqual([]);
      }),
    );
  });

  it("takes no tenant, and no address, that is not one", () => {
    const [answer] = explain("ERROR: AADSTS50076: x", "acme", { tenantId: "x' && rm -rf ~", graphRoot: "https://a b" });
    expect(answer?.command).toBe(
      "'az login --tenant TENANT --allow-no-subscriptions --scope https://graph.microsoft.com/.default', then 'pulumi up --stack acme'",
    );
  });

  it("exists for each class", () => {
    expect(EXPLAINED.filter(({ class: kind }) => !(kind in CLASSES))).toEqual([]);
    expect(Object.keys(CLASSES)).toHaveLength(20);
  });
});

describe("reading takes time that grows with the text, and no faster", () => {
  it.each(PATTERNS.map((pattern) => [pattern.source]))("no pattern repeats without bound: %s", (source) => {
    const outside = source.replace(/\\./g, "e").replace(/\[[^\]]*\]/g, "c");
    expect(outside).not.toMatch(/[*+]|\{\d+,\}/);
  });

  const executions = (text: string) => {
    const spy = vi.spyOn(RegExp.prototype, "exec");
    try {
      explain(text, "acme");
      return spy.mock.calls.length;
    } finally {
      spy.mockRestore();
    }
  };

  it.each([
    ["equal errors", "error: x\n"],
    ["one long line", "AADSTS "],
    ["blank lines", "\n"],
  ])("twice the text asks at most twice: %s", (_, part) => {
    const once = executions(part.repeat(2_000));
    expect(executions(part.repeat(4_000))).toBeLessThanOrEqual(2 * once + 100);
  });

  it("a line is looked at once, whatever list it stands in", () => {
    const errors = Array.from({ length: MOST + 1 }, (_, at) => `error: ${at}`).join("\n");
    const listed = (lines: number) => `${errors}\n${"x\n".repeat(lines)}${" * x\n".repeat(lines)}`;
    const asked = (text: string) => {
      const spy = vi.spyOn(RegExp.prototype, "test");
      try {
        explain(text, "acme");
        return spy.mock.calls.length;
      } finally {
        spy.mockRestore();
      }
    };
    const once = asked(listed(500));
    expect(asked(listed(1_000))).toBeLessThanOrEqual(2 * once + 100);
  });

  it("a megabyte of different errors is looked at as some hundreds", () => {
    const text = Array.from({ length: 60_000 }, (_, at) => `error: ${at} AADSTS7000215`).join("\n");
    expect(text.length).toBeGreaterThan(LONGEST);
    expect(read(plain(text)).length).toBeLessThanOrEqual(MOST + 1);
    expect(explain(text, "acme").map(({ id }) => id)).toEqual(["wrong secret"]);
  });

  it("of a text that is too long both ends are read", () => {
    const text = `error: incorrect passphrase\n${"x".repeat(2 * LONGEST)}\nerror: AADSTS7000222: x`;
    expect(explain(text, "acme").map(({ id }) => id)).toEqual(["wrong passphrase", "expired secret"]);
  });
});
