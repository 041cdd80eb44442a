import { describe, expect, it } from "vitest";
import { type Asked, choose } from "../../commands/adopt/choose.ts";
import { application, CLIENT, EMPTY, MARK } from "./given.ts";

const OTHER = "e0000000-0000-4000-8000-000000000002";
const asked = (own: Partial<Asked> = {}): Asked =>
  ({ stack: "acme", state: EMPTY, clientId: undefined, displayName: "esia", inBin: false, ...own }) as Asked;
const held = { application: { objectId: "o", clientId: CLIENT }, mark: MARK };
const marked = { tags: ["HideApp", `esia-stack:${MARK}`] };

describe("the application that is meant", () => {
  it("is the one of the state, by the client id", () => {
    const found = [application(marked), application({ appId: OTHER, id: "o2" })];
    expect(choose(found, asked({ state: held }))).toEqual({ application: found[0], rows: [] });
  });

  it("is the one of the command line, in either case, whatever its name", () => {
    const found = [application({ displayName: "ESIA Monitoring", appId: CLIENT.toUpperCase() })];
    expect(choose(found, asked({ clientId: CLIENT })).application).toBe(found[0]);
  });

  it("is else the one with the stack's mark, then the one of its name", () => {
    const found = [application({ appId: OTHER, id: "o2" }), application(marked)];
    expect(choose(found, asked({ state: { ...EMPTY, mark: MARK } } as never)).application).toBe(found[1]);
    expect(choose([application()], asked()).application?.appId).toBe(CLIENT);
  });

  it("is none where nothing fits, and a run makes it", () => {
    expect(choose([], asked())).toMatchObject({ application: undefined, rows: [{ result: "pass" }] });
  });

  it.each<[string, ReturnType<typeof application>[], Partial<Asked>, string]>([
    [
      "another client id than the state's",
      [application(marked), application({ appId: OTHER, id: "o2" })],
      { state: held as never, clientId: OTHER },
      "to take e0000000-0000-4000-8000-000000000002 over would replace it, with the key in use",
    ],
    [
      "two of one name",
      [application(), application({ appId: OTHER, id: "o2" })],
      {},
      '2 applications are named "esia"',
    ],
    [
      "two with the stack's mark",
      [application(marked), application({ ...marked, appId: OTHER, id: "o2" })],
      { state: { ...EMPTY, mark: MARK } as never },
      "2 applications carry the stack's mark",
    ],
    [
      "one with another mark than the state's, unless it is named",
      [application(marked)],
      { state: { ...EMPTY, mark: "00000000-0000-4000-8000-000000000009" } as never },
      "this one's, if its state was lost, or that of another stack which is in use",
    ],
    [
      "one with a mark that may be another stack's, unless it is named",
      [application(marked)],
      {},
      "this one's, if its state was lost, or that of another stack which is in use",
    ],
    [
      "one for more than this tenant",
      [application({ signInAudience: "AzureADMultipleOrgs" })],
      {},
      "is for more than this tenant (AzureADMultipleOrgs)",
    ],
    ["one that was deleted", [], { clientId: CLIENT, inBin: true }, "was deleted, and can be restored for 30 days"],
    [
      "one of another tenant",
      [],
      { clientId: CLIENT },
      `There is no application of client id ${CLIENT} in this tenant.`,
    ],
    ["the state's own that is gone", [], { state: held as never }, "is not in this tenant"],
  ])("is refused: %s", (_, found, own, why) => {
    const { application: chosen, rows } = choose(found, asked(own));
    expect(chosen).toBeUndefined();
    expect(rows).toMatchObject([{ check: "Application", result: "fail" }]);
    expect(rows[0]?.detail).toContain(why);
    expect(rows[0]?.next).toMatch(/./);
  });

  it("with a mark is taken when its client id is said: then the state was lost", () => {
    expect(choose([application(marked)], asked({ clientId: CLIENT })).application?.appId).toBe(CLIENT);
    // A run that was refused for the name has made a new mark by then.
    const state = { ...EMPTY, mark: "00000000-0000-4000-8000-000000000009" } as never;
    expect(choose([application(marked)], asked({ state, clientId: CLIENT })).application?.appId).toBe(CLIENT);
  });

  it("is named beside a second one of the same mark, with the command that removes that one", () => {
    const { application: chosen, rows } = choose(
      [application(marked), application({ ...marked, appId: OTHER, id: "o2" })],
      asked({ state: held as never }),
    );
    expect(chosen?.appId).toBe(CLIENT);
    expect(rows[0]).toMatchObject({ result: "fail" });
    expect(rows[0]?.next).toContain(`'az ad app delete --id ${OTHER}'`);
  });
});
