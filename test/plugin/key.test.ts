import { describe, expect, it } from "vitest";
import { heldKey, keyFound } from "../../commands/plugin/key.ts";

const TODAY = new Date("2026-10-01T12:00:00Z");
const one = {
  keyId: "11111111-1111-4111-8111-111111111111",
  displayName: "ESIA key 1, made 2026-01-01",
  hint: "abc",
  startDateTime: "2026-01-01T00:00:00Z",
  endDateTime: "2026-12-01T00:00:00Z",
};
const two = {
  keyId: "22222222-2222-4222-8222-222222222222",
  displayName: "ESIA key 2, made 2026-09-01",
  hint: "xyz",
  startDateTime: "2026-09-01T00:00:00Z",
  endDateTime: "2028-09-01T00:00:00Z",
};
const none = { held: undefined };

describe("the key that the values hold", () => {
  it("is found by how it begins, with its end and the newer one that waits", () => {
    expect(keyFound("abc8Q~x", [one, two], none, TODAY)).toEqual({
      labels: ["key 1"],
      days: 61,
      until: "2026-12-01",
      newer: "key 2",
    });
    expect(keyFound("xyz8Q~x", [one, two], none, TODAY)).toMatchObject({ labels: ["key 2"], newer: undefined });
  });

  it("has no newer one where that has ended", () => {
    const over = { ...two, endDateTime: "2026-09-30T00:00:00Z" };
    expect(keyFound("abc8Q~x", [one, over], none, TODAY)).toMatchObject({ labels: ["key 1"], newer: undefined });
  });

  it("has no newer one in a key that somebody added by hand, which is no number of a stack's; ESIA's own behind it counts", () => {
    const byHand = {
      keyId: "33333333-3333-4333-8333-333333333333",
      displayName: "by hand",
      hint: "hhh",
      startDateTime: "2026-09-20T00:00:00Z",
      endDateTime: "2028-09-20T00:00:00Z",
    };
    expect(keyFound("abc8Q~x", [one, byHand], none, TODAY)).toMatchObject({ labels: ["key 1"], newer: undefined });
    expect(keyFound("abc8Q~x", [one, byHand, two], none, TODAY)).toMatchObject({ labels: ["key 1"], newer: "key 2" });
  });

  it("is one of two that begin alike, of which the earlier end counts; with the state's word it is one", () => {
    const alike = { ...two, hint: "abc" };
    expect(keyFound("abc8Q~x", [one, alike], none, TODAY)).toEqual({
      labels: ["key 2", "key 1"],
      days: 61,
      until: "2026-12-01",
      newer: undefined,
    });
    const held = { number: 2, keyId: two.keyId, made: TODAY, end: TODAY };
    expect(keyFound("abc8Q~x", [one, alike], { held }, TODAY)).toMatchObject({ labels: ["key 2"] });
  });

  it("is not known where Entra lists none like it, or no end of it", () => {
    expect(keyFound("abc8Q~x", [two], none, TODAY)).toEqual({
      unread: "Entra accepts the key and does not list it; it may be minutes old",
      next: "wait for the next check",
    });
    expect(keyFound("abc8Q~x", [{ ...one, endDateTime: null }], none, TODAY)).toEqual({
      unread: "Entra lists no end of key 1",
      next: "look at it in Entra, Certificates & secrets",
    });
  });

  it("is what the stack's state says where the application cannot be read", () => {
    const held = { number: 3, keyId: one.keyId, made: TODAY, end: new Date("2026-10-11T00:00:00Z") };
    expect(heldKey({ held }, TODAY)).toEqual({ labels: ["key 3"], days: 10, until: "2026-10-11", newer: undefined });
    expect(heldKey(none, TODAY)).toBeUndefined();
  });
});
