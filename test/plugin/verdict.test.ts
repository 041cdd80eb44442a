import { describe, expect, it } from "vitest";
import { type Range, readRange } from "../../commands/plugin/range.ts";
import type { Found, KeyFound, Opened, Origin, RolesFound } from "../../commands/plugin/state.ts";
import { verdict } from "../../commands/plugin/verdict.ts";

const THRESHOLDS = { warning: readRange("60:") as Range, critical: readRange("14:") as Range };
const FILE: Origin = { holder: "this file", stack: undefined, older: false };
const STACK: Origin = { holder: undefined, stack: "contoso", older: false };

const KEY: KeyFound = { labels: ["key 1"], days: 512, until: "2028-02-25", newer: undefined };
const ROLES: RolesFound = { asked: 11, missing: [], extra: [], unjudged: undefined };
const WELL: Opened = { key: KEY, roles: ROLES, withoutToken: undefined, auditLog: { log: "on" } };

const judged = (found: Partial<Opened>, origin = FILE) => verdict({ ...WELL, ...found }, THRESHOLDS, origin);
const text = (found: Partial<Opened>, origin = FILE) => {
  const { exit, text: said } = judged(found, origin);
  return [exit, said];
};

describe("in each state of a rotation the line says first what to do:", () => {
  it("one key, all well", () => {
    expect(judged({})).toEqual({
      exit: 0,
      text: "nothing to do: key 1 works for 512 more days, until 2028-02-25; 11 roles asked for and granted; audit log on",
      performance: "days=512;60:;14:;",
    });
  });

  it("a newer key waits, and the file holds an older one", () => {
    expect(text({ key: { ...KEY, newer: "key 2" } })).toEqual([
      1,
      "update ESIA's node and this file with key 2: this file holds key 1, which works for 512 more days (each check counts " +
        "as a use of key 1)",
    ]);
  });

  it("a newer key that is not the stack's", () => {
    expect(text({ key: { ...KEY, newer: "key 2" } }, STACK)).toEqual([
      1,
      "ask 'npm run doctor -- --stack contoso' what to do with key 2: it is newer than key 1 and not the stack's",
    ]);
  });

  it.each([
    [60, 0, /^nothing to do/],
    [
      59,
      1,
      /^run 'pulumi up --stack NAME' and type the new key into ESIA's node and this file: key 1 ends in 59 days, on 2028-02-25/,
    ],
    [14, 1, /ends in 14 days/],
    [13, 2, /ends in 13 days/],
    [1, 2, /ends in 1 day, on/],
    [0, 2, /ends today, 2028-02-25/],
    [-3, 2, /ended on 2028-02-25/],
  ])("a key with %i days left is %i", (days, exit, said) => {
    const found = judged({ key: { ...KEY, days } });
    expect(found.exit).toBe(exit);
    expect(found.text).toMatch(said);
    expect(found.performance).toBe(`days=${days};60:;14:;`);
  });

  it("an old key that is soon over while a newer one waits", () => {
    expect(text({ key: { ...KEY, days: 9, newer: "key 2" } })).toEqual([
      2,
      "type key 2 into ESIA's node and this file: key 1 ends in 9 days, on 2028-02-25 (each check counts as a use of key 1)",
    ]);
  });

  it("an older key that was asked for on purpose, which says that it counts itself", () => {
    const older = { ...STACK, older: true };
    expect(text({ key: { ...KEY, newer: "key 2" } }, older)).toEqual([
      0,
      "nothing to do: key 1 works for 512 more days, until 2028-02-25; 11 roles asked for and granted; audit log on; this " +
        "check counts as a use of key 1",
    ]);
    expect(text({ key: { ...KEY, days: 9, newer: "key 2" } }, older)).toEqual([
      2,
      "type the newest key into ESIA's node, if it still holds this one: key 1 ends in 9 days, on 2028-02-25",
    ]);
  });

  it("two keys that begin alike", () => {
    expect(text({ key: { ...KEY, labels: ["key 2", "key 1"] } })).toEqual([
      3,
      "compare by 'npm run verify -- --stack NAME': key 2 and key 1 begin alike, so which one this is cannot be told",
    ]);
  });

  it.each<[Found, Origin, number, string]>([
    [
      { refused: "expired", detail: "", next: "" },
      FILE,
      2,
      "type the newest key into ESIA's node and this file, or run 'pulumi up --stack NAME' for one: the key has expired (AADSTS7000222)",
    ],
    [
      { refused: "unknown key", detail: "", next: "" },
      STACK,
      2,
      "type the newest key into ESIA's node, or run 'pulumi up --refresh --stack contoso' for one: Entra does not know this " +
        "key (AADSTS7000215)",
    ],
    [
      { refused: "expired", detail: "", next: "" },
      { ...STACK, older: true },
      2,
      "type the newest key into ESIA's node, if it still holds this one: the key has expired (AADSTS7000222)",
    ],
    [
      { refused: "other", detail: "An administrator has disabled it.", next: "Let one enable it." },
      FILE,
      2,
      "Let one enable it: An administrator has disabled it",
    ],
    [
      { refused: "throttled", detail: "login answers 503", next: "wait for the next check" },
      FILE,
      3,
      "wait for the next check: login answers 503",
    ],
  ])("a sign-in that is refused: %j", (found, origin, exit, said) => {
    expect(verdict(found, THRESHOLDS, origin)).toEqual({ exit, text: said, performance: undefined });
  });
});

describe("what else is looked at", () => {
  it.each<[string, Partial<Opened>, number, string]>([
    [
      "a missing role",
      { roles: { ...ROLES, missing: ["User.Read.All"] } },
      2,
      "run 'pulumi up --refresh --stack NAME' or let an administrator consent: a role is asked for and not granted: User.Read.All",
    ],
    [
      "many missing roles",
      { roles: { ...ROLES, missing: ["A", "B", "C", "D", "E"] } },
      2,
      "run 'pulumi up --refresh --stack NAME' or let an administrator consent: 5 roles are asked for and not granted: A, B, C and 2 more",
    ],
    [
      "an extra role",
      { roles: { ...ROLES, extra: ["Mail.Read"] } },
      1,
      "revoke in Entra, Enterprise applications, Permissions: a role is granted that nobody asks for: Mail.Read",
    ],
    [
      "an audit log that is off",
      { auditLog: { log: "off", couldBeGcc: true } },
      2,
      "turn auditing on in Microsoft Purview, Audit, or for a tenant of GCC add --gcc: the audit log is off",
    ],
    [
      "a disabled subscription",
      { auditLog: { log: "disabled", contentTypes: ["Audit.General"] } },
      1,
      "let ESIA test its Microsoft 365 node: the audit log's subscription of Audit.General is disabled",
    ],
    [
      "no subscription",
      { auditLog: { log: "nobody subscribed" } },
      1,
      "let ESIA test its Microsoft 365 node: nobody is subscribed to the audit log",
    ],
    [
      "an audit log that could not be read",
      { auditLog: { unread: "manage answered 503", next: "wait for the next check" } },
      3,
      "wait for the next check: the audit log is not known: manage answered 503",
    ],
    [
      "a cloud without an address of the Management APIs",
      { roles: { ...ROLES, unjudged: "Office 365 Management APIs" }, auditLog: { log: "see roles" } },
      0,
      "nothing to do: key 1 works for 512 more days, until 2028-02-25; 11 roles asked for, those of Office 365 Management " +
        "APIs not judged: they have no known address in this cloud",
    ],
  ])("%s", (_, found, exit, said) => {
    expect(text(found)).toEqual([exit, said]);
  });

  it("puts the worst first, what is known before what is not, and one cause once", () => {
    const unread = { unread: "without it nothing can be read", next: "grant Application.Read.All" };
    expect(text({ key: unread, roles: unread })).toEqual([
      3,
      "grant Application.Read.All: without it nothing can be read",
    ]);
    expect(
      text({
        key: unread,
        roles: { ...ROLES, extra: ["Mail.Read"], missing: ["User.Read.All"] },
      }),
    ).toEqual([
      2,
      "run 'pulumi up --refresh --stack NAME' or let an administrator consent: a role is asked for and not granted: User.Read.All; also: " +
        "a role is granted that nobody asks for: Mail.Read; without it nothing can be read",
    ]);
  });
});
