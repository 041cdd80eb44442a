import { Temporal } from "temporal-polyfill";
import { describe, expect, it } from "vitest";
import { heldSecrets } from "../../keys/held.ts";
import type { Held } from "../../stack/held.ts";

const today = Temporal.PlainDate.from("2026-11-23");
const TYPE = "azuread:index/applicationPassword:ApplicationPassword";
const outputs = { keyId: "k1", startDate: "2026-11-23T09:30:00Z", endDate: "2028-11-22T00:00:00Z", value: "hidden" };
const secret = (name: string, change: Record<string, unknown> = {}): Held => ({
  urn: `urn:pulumi:prod::esia::${TYPE}::${name}`,
  type: TYPE,
  name,
  outputs: { ...outputs, ...change },
});

describe("the keys in the state", () => {
  it("come by number, without their values", () => {
    const other: Held = { urn: "urn:x::mark", type: "random:index/randomUuid:RandomUuid", name: "mark", outputs: {} };
    expect(heldSecrets([secret("secret-10"), other, secret("secret-9", { keyId: "k9" })], today)).toEqual([
      {
        number: 9,
        keyId: "k9",
        start: Temporal.Instant.from("2026-11-23T09:30:00Z"),
        end: Temporal.Instant.from("2028-11-22T00:00:00Z"),
      },
      {
        number: 10,
        keyId: "k1",
        start: Temporal.Instant.from("2026-11-23T09:30:00Z"),
        end: Temporal.Instant.from("2028-11-22T00:00:00Z"),
      },
    ]);
  });

  it.each([
    ["ESIA key 1, made 2026-11-23", "2026-11-23"],
    ["ESIA key 1, made 2026-02-30", undefined],
    ["renamed by hand", undefined],
  ])("named %j were made on %s", (displayName, madeOn) => {
    expect(heldSecrets([secret("secret-1", { displayName })], today)[0]?.madeOn?.toString()).toBe(madeOn);
  });

  it("are none before the first run", () => {
    expect(heldSecrets([], today)).toEqual([]);
  });

  it("may start a day ahead, where clocks differ", () => {
    expect(heldSecrets([secret("secret-1", { startDate: "2026-11-24T23:59:59Z" })], today)).toHaveLength(1);
  });
});

describe("what cannot be understood is refused, with what was found and how to repair it:", () => {
  const repair = (name: string) =>
    "Nothing was changed. 'pulumi refresh' reads the key's dates from Entra again; if that does not help, " +
    `'pulumi state delete "urn:pulumi:prod::esia::${TYPE}::${name}"' makes the state forget it, and the portal ` +
    "(Certificates & secrets) removes the key itself.";

  it.each<[string, Held, string]>([
    [
      "a key without a number",
      secret("secret-new"),
      "The state holds secret-new among the client secrets, where secret-1, secret-2 … belong.",
    ],
    [
      "number 0",
      secret("secret-0"),
      "The state holds secret-0 among the client secrets, where secret-1, secret-2 … belong.",
    ],
    [
      "no start",
      secret("secret-1", { startDate: undefined }),
      "The state holds secret-1 with the start undefined, which is no date.",
    ],
    ["no end", secret("secret-1", { endDate: "" }), 'The state holds secret-1 with the end "", which is no date.'],
    ["no key id", secret("secret-1", { keyId: "" }), "The state holds secret-1 without a key id."],
    [
      "an end before the start",
      secret("secret-1", { endDate: "2026-11-23T09:29:59Z" }),
      "The state holds secret-1 ending 2026-11-23T09:29:59Z, before its start 2026-11-23T09:30:00Z.",
    ],
  ])("%s", (_, resource, message) => {
    expect(() => heldSecrets([resource], today)).toThrow(new Error(`${message} ${repair(resource.name)}`));
  });

  it("a start more than a day ahead as a wrong clock, never as a key to be forgotten", () => {
    expect(() => heldSecrets([secret("secret-1", { startDate: "2026-11-25T00:00:00Z" })], today)).toThrow(
      new Error(
        "The state holds secret-1 made on 2026-11-25, and this machine says that today is 2026-11-23: its clock is wrong (or " +
          "ESIA_AS_OF is). Nothing was changed, and nothing is wrong with the key. Set the clock ('date' shows it), then run again.",
      ),
    );
  });

  it("two keys of one id, in either case: retiring the one would take the other", () => {
    const keyId = "AA000000-0000-4000-8000-000000000001";
    const twins = [secret("secret-1", { keyId }), secret("secret-2", { keyId: keyId.toLowerCase() })];
    expect(() => heldSecrets(twins, today)).toThrow(
      new Error(`The state holds secret-1 and secret-2 with one key id, ${keyId.toLowerCase()}. ${repair("secret-2")}`),
    );
  });

  it("two keys of one number", () => {
    const twin = { ...secret("secret-1"), urn: `urn:pulumi:prod::esia::other$${TYPE}::secret-1` };
    expect(() => heldSecrets([secret("secret-1"), twin], today)).toThrow(
      `The state holds two keys of number 1: urn:pulumi:prod::esia::${TYPE}::secret-1 and urn:pulumi:prod::esia::other$${TYPE}::secret-1.`,
    );
  });
});
