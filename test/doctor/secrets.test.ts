import { Temporal } from "temporal-polyfill";
import { describe, expect, it } from "vitest";
import { secretRows } from "../../commands/doctor/secrets.ts";
import { application, RAN } from "./given.ts";

describe("client secrets on the application", () => {
  const now = Temporal.Instant.from("2026-11-23T12:00:00Z");
  const secret = (keyId: string, endDateTime: string, displayName: string | null = null) => ({
    keyId,
    displayName,
    endDateTime,
  });

  it("that the state knows, or that have ended, pass", () => {
    const own = application("c1", {
      passwordCredentials: [secret("k1", "2028-01-01T00:00:00Z"), secret("k0", "2026-11-23T12:00:00Z")],
    });
    expect(secretRows(own, { state: RAN, removed: [], stack: "acme" }, now)).toEqual([
      { check: "Client secrets", result: "pass", detail: "1 live, each in the stack's state." },
    ]);
  });

  it("that are live and unknown fail one by one, each with the command that removes it", () => {
    const own = application("c1", {
      passwordCredentials: [
        secret("k1", "2028-01-01T00:00:00Z"),
        secret("k2", "2028-02-01T00:00:00Z", "ESIA key 2, made 2026-02-02"),
        secret("k3", "2026-11-24T00:00:00.1234567Z"),
      ],
    });
    expect(secretRows(own, { state: RAN, removed: [], stack: "acme" }, now)).toEqual([
      {
        check: "Client secrets",
        result: "fail",
        detail: `"ESIA key 2, made 2026-02-02", key id k2, works until 2028-02-01 and is not in the stack's state: somebody added it, or an interrupted run left it.`,
        next: "'npm run adopt -- --stack acme --remove-secret k2' says when it signed in last, and removes it with --yes.",
      },
      {
        check: "Client secrets",
        result: "fail",
        detail:
          "A secret without a name, key id k3, works until 2026-11-24 and is not in the stack's state: somebody added it, or an interrupted run left it.",
        next: "'npm run adopt -- --stack acme --remove-secret k3' says when it signed in last, and removes it with --yes.",
      },
    ]);
  });

  it("that are older than the stack's own are a warning: ESIA may be using them", () => {
    const started = (keyId: string, startDateTime: string | null) => ({
      ...secret(keyId, "2028-01-01T00:00:00Z", "esia"),
      startDateTime,
    });
    const judged = (start: string | null, name = "esia") =>
      secretRows(
        application("c1", {
          passwordCredentials: [started("k1", "2026-11-23T09:00:00Z"), { ...started("k0", start), displayName: name }],
        }),
        { state: RAN, removed: [], stack: "acme" },
        now,
      );
    expect(judged("2026-01-01T00:00:00Z")).toEqual([
      {
        check: "Client secrets",
        result: "warn",
        detail:
          "\"esia\", key id k0, works until 2028-01-01 and is not in the stack's state. It is older than the stack's own keys: ESIA may be using it.",
        next: "ESIA needs key 1. 'npm run adopt -- --stack acme --remove-secret k0' says when this one signed in last.",
      },
    ]);
    // The run that made key 1 made this one too, a moment before: an answer was lost.
    expect(judged("2026-11-23T08:59:59Z", "ESIA key 1, made 2026-11-23")).toMatchObject([{ result: "fail" }]);
    for (const start of ["2026-11-23T09:00:01Z", null, "never"])
      expect(judged(start)).toMatchObject([{ result: "fail" }]);
  });

  describe("that are in the state and gone from Entra", () => {
    const ends = (end: string) => Temporal.Instant.from(`${end}T00:00:00Z`);
    const state = {
      keys: [
        { number: 1, keyId: "k1", end: ends("2026-02-01") },
        { number: 2, keyId: "k2", end: ends("2027-02-01") },
        { number: 3, keyId: "k3", end: ends("2028-02-01") },
      ],
    };
    const without = (gone: string, removed: string[] = []) =>
      secretRows(
        application("c1", {
          passwordCredentials: ["k1", "K2", "k3"]
            .filter((keyId) => keyId.toLowerCase() !== gone)
            .map((keyId) => secret(keyId, "2028-01-01T00:00:00Z")),
        }),
        { state, removed, stack: "acme" },
        now,
      );

    it("fail where it is the newest, which a plain run does not notice", () => {
      expect(without("k3")).toEqual([
        {
          check: "Client secrets",
          result: "fail",
          detail:
            "Key 3 (key id k3) is in the stack's state and gone from Entra: ESIA cannot sign in with it, and a run without a " +
            "refresh does not notice.",
          next: "'pulumi refresh --stack acme', then 'pulumi up --stack acme' makes it anew under its number: type that key into ESIA.",
        },
      ]);
    });

    it("fail where an older one should still work", () => {
      expect(without("k2")).toEqual([
        {
          check: "Client secrets",
          result: "fail",
          detail:
            "Key 2 (key id k2) is in the stack's state and gone from Entra: ESIA is cut off if it still uses that key, and the " +
            "run that retires it would end in an error.",
          next: "'pulumi refresh --stack acme' makes the state forget it, and touches no key that works. ESIA needs the newest key.",
        },
      ]);
    });

    it("that had expired fail only where the next run removes them", () => {
      expect(without("k1")[0]).toMatchObject({
        result: "warn",
        detail: expect.stringContaining("a later run removes it"),
      });
      expect(without("k1", ["k1"])[0]).toMatchObject({
        result: "fail",
        detail:
          "Key 1 (key id k1) is in the stack's state and gone from Entra. It has expired; the next run removes it, and would " +
          "end in an error.",
      });
    });
  });
});
