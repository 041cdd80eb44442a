import { Temporal } from "temporal-polyfill";
import { describe, expect, it } from "vitest";
import { asksForSignIns, keyUseRows, type UseLook } from "../../commands/doctor/key-use.ts";
import type { SignInReport } from "../../commands/sign-ins/report.ts";
import { CLAIMS, unread, WHERE } from "./given.ts";

const ENDS = { k1: "2028-11-22T00:00:00Z", k2: "2030-09-01T00:00:00Z", k3: "2031-01-01T00:00:00Z" };
const STARTS = { k1: "2026-11-23T00:00:00Z", k2: "2028-09-02T00:00:00Z", k3: "2028-09-03T00:00:00Z" };
const entra = (...ids: (keyof typeof ENDS)[]) => ({
  passwordCredentials: ids.map((keyId) => ({
    keyId: keyId.toUpperCase(),
    displayName: `ESIA key ${keyId[1]}, made ${STARTS[keyId].slice(0, 10)}`,
    startDateTime: STARTS[keyId],
    endDateTime: ENDS[keyId],
  })),
});
const look = (more: Partial<UseLook> = {}): UseLook => ({
  // Key 3 is somebody else's, whatever its name.
  state: { keys: [1, 2].map((number) => ({ number, keyId: `k${number}`, end: undefined })) },
  claims: { ...CLAIMS, roles: ["AuditLog.Read.All"] },
  now: Temporal.Instant.from("2028-09-20T12:00:00Z"),
  where: WHERE,
  ...more,
});
const report = (last: Record<string, string>): SignInReport => ({
  value: Object.entries(last).map(([keyId, at]) => ({ keyId, signInActivity: { lastSignInDateTime: at } })),
});
const BOTH = entra("k2", "k1");

describe("whether the stack's older keys are still used", () => {
  it("is said in verify's words: silent for long, and what to type", () => {
    const silent = report({ k2: "2028-09-20T08:00:00Z", k1: "2028-09-10T08:00:00Z" });
    expect(keyUseRows(BOTH, silent, look())).toEqual([
      {
        check: "Use of key 1",
        result: "pass",
        detail:
          "Nothing has signed in with key 1 since 2028-09-10, by a report that reaches to 2028-09-20: it can be retired.",
        next: "'pulumi config set esia:retireUpTo 1 --stack acme', then 'pulumi up --stack acme'; or let it end, on 2028-11-22.",
      },
    ]);
  });

  it("is a warning from 60 days before an end of a key that was used", () => {
    const used = report({ k2: "2028-09-22T08:00:00Z", k1: "2028-09-22T07:00:00Z" });
    const on = (day: string) => keyUseRows(BOTH, used, look({ now: Temporal.Instant.from(`${day}T12:00:00Z`) }));
    expect(on("2028-09-23")).toEqual([
      { check: "Use of key 1", result: "pass", detail: "Key 1 last used 2028-09-22." },
    ]);
    expect(on("2028-09-24")).toEqual([
      {
        check: "Use of key 1",
        result: "warn",
        detail: "Key 1 last used 2028-09-22.",
        next: "Type key 2 into ESIA before 2028-11-22, if it still uses key 1.",
      },
    ]);
  });

  it.each<[string, SignInReport, string]>([
    ["refused", unread, "graph.microsoft.com answered 403 Authorization_RequestDenied"],
    ["empty", { value: [] }, "the report of sign-ins is empty"],
  ])("is not known, and never a failure, where the report is %s", (_, signIns, why) => {
    expect(keyUseRows(BOTH, signIns, look())).toEqual([
      { check: "Older keys", result: "unknown", detail: `Whether key 1 is still used is not known: ${why}.` },
    ]);
  });

  it("is neither asked nor said where one key works alone: before a renewal, and after an older one's end", () => {
    const after = look({ now: Temporal.Instant.from("2028-11-22T00:00:00Z") });
    for (const [own, at] of [
      [entra("k1"), look()],
      [entra("k3", "k1"), look()],
      [BOTH, after],
    ] as const) {
      expect(asksForSignIns(own, at)).toBe(false);
      expect(keyUseRows(own, undefined, at)).toEqual([]);
    }
  });

  it("takes no account of a key that the state does not know, though it is newer and used", () => {
    const signIns = report({ k3: "2028-09-20T08:00:00Z", k2: "2028-09-01T08:00:00Z", k1: "2028-09-01T08:00:00Z" });
    expect(keyUseRows(entra("k3", "k2", "k1"), signIns, look())).toEqual([
      // Key 2 was silent, too: nothing shows how far the report reaches.
      { check: "Use of key 1", result: "pass", detail: "Key 1 last used 2028-09-01." },
    ]);
  });

  it.each(["AuditLog.Read.All", "Directory.Read.All"])("is asked by an application that holds %s", (role) => {
    expect(asksForSignIns(BOTH, look({ claims: { kind: "application", roles: [role] } }))).toBe(true);
  });

  it("is asked by every person, whose token does not tell, and on the embedded tenant", () => {
    const where = { ...WHERE, graphRoot: "https://localhost:4000" };
    expect(asksForSignIns(BOTH, look({ claims: { kind: "user", roles: [] } }))).toBe(true);
    expect(asksForSignIns(BOTH, look({ where }))).toBe(true);
  });

  it.each<[string, Partial<UseLook>, string]>([
    [
      "by an application without the right",
      { claims: { kind: "application", roles: ["Application.ReadWrite.All"] } },
      "the report of sign-ins takes AuditLog.Read.All",
    ],
    [
      "in a cloud without the report",
      { where: { ...WHERE, graphRoot: "https://graph.microsoft.us" } },
      "Microsoft documents no report of sign-ins in this cloud",
    ],
  ])("is not asked %s, and that is said", (_, more, why) => {
    expect(asksForSignIns(BOTH, look(more))).toBe(false);
    expect(keyUseRows(BOTH, undefined, look(more))).toEqual([
      { check: "Older keys", result: "unknown", detail: `Whether key 1 is still used is not known: ${why}.` },
    ]);
  });
});
