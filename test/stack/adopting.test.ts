import { describe, expect, it } from "vitest";
import { adoptionLine, importing, readAdoption, requireOwnApplication, written } from "../../stack/adopting.ts";

const APP = "0b16f1f2-b5e5-4059-8592-caba0d84b46d";
const API = "26fa07f9-baf1-4a63-9074-e6ea5abbf8ed";
const IDS = {
  mark: "774d6475-de8f-2863-261e-92c1decb9621",
  application: `/applications/${APP}`,
  "service-principal": "/servicePrincipals/3dc36156-cce3-46e9-a9ee-f3309c32cf51",
  "grant-User.Read.All": `/servicePrincipals/${API}/appRoleAssignedTo/3LRdAR5SN_JAZsfiIIuvJQy8Kok7phf5Hs9VVpqjyjk`,
};
const SETTING =
  "mark=774d6475-de8f-2863-261e-92c1decb9621 application=/applications/0b16f1f2-b5e5-4059-8592-caba0d84b46d " +
  "service-principal=/servicePrincipals/3dc36156-cce3-46e9-a9ee-f3309c32cf51 " +
  "grant-User.Read.All=/servicePrincipals/26fa07f9-baf1-4a63-9074-e6ea5abbf8ed/appRoleAssignedTo/" +
  "3LRdAR5SN_JAZsfiIIuvJQy8Kok7phf5Hs9VVpqjyjk keys=3";
const command = (words: string) => `'pulumi ${words}'`;

describe("esia:adopt", () => {
  it("is written with each resource by its logical name, and read back", () => {
    expect(written({ ids: IDS, keys: 3 })).toBe(SETTING);
    expect(readAdoption(SETTING)).toEqual({ ids: IDS, keys: 3 });
    expect(readAdoption("")).toEqual({ ids: {}, keys: 0 });
  });

  it.each([
    ["application=/applications/x", 'holds "application=/applications/x", which names nothing that can be taken over'],
    [
      `secret-1=/applications/${APP}/password/1`,
      `holds "secret-1=/applications/${APP}/password/1", which names nothing`,
    ],
    [`__proto__=/applications/${APP}`, `holds "__proto__=/applications/${APP}", which names nothing`],
    [`application=/applications/${APP}/../x`, "which names nothing that can be taken over"],
    [`application=/applications/${APP} application=/applications/${APP}`, "which names nothing that can be taken over"],
    [`application=/applications/${APP} keys=0`, 'holds "keys=0"'],
    [`application=/applications/${APP} keys=1e9`, 'holds "keys=1e9"'],
    ["x".repeat(5_000), `holds "${"x".repeat(120)}"… (5000 characters), which names nothing`],
    ["keys=3", "does not name the application"],
  ])("refuses %s", (raw, refusal) => {
    expect(() => readAdoption(raw)).toThrow(refusal);
  });

  it("imports what the state does not hold, and nothing else", () => {
    const taken = importing({ ids: IDS, keys: 0 }, [{ name: "application" }]);
    expect(taken("application")).toEqual({});
    expect(taken("service-principal")).toEqual({ import: IDS["service-principal"] });
    expect(taken("grant-Reports.Read.All")).toEqual({});
  });

  it("is refused for another application than the stack's", () => {
    const held = (objectId: string) => [{ name: "application", outputs: { objectId } }];
    const adoption = { ids: IDS, keys: 0 };
    expect(() => requireOwnApplication(adoption, held(APP.toUpperCase()), command)).not.toThrow();
    expect(() => requireOwnApplication(adoption, [], command)).not.toThrow();
    expect(() => requireOwnApplication(adoption, held(API), command)).toThrow(
      `esia:adopt names the application /applications/${APP}, and the stack has one already, /applications/${API}: to take ` +
        "another over would replace it, with the key in use. 'pulumi config rm esia:adopt' leaves the stack as it is.",
    );
  });

  it("is said, also when nothing is left of it", () => {
    const all = Object.keys(IDS).map((name) => ({ name }));
    expect(adoptionLine({ ids: {}, keys: 0 }, [], command)).toBeUndefined();
    expect(adoptionLine({ ids: IDS, keys: 0 }, [], command)?.text).toBe(
      "This run takes over what esia:adopt names: 4 things that exist are not made again.",
    );
    expect(adoptionLine({ ids: IDS, keys: 0 }, all.slice(1), command)?.text).toBe(
      "This run takes over what esia:adopt names: 1 thing that exists is not made again.",
    );
    expect(adoptionLine({ ids: IDS, keys: 0 }, all, command)?.text).toBe(
      "esia:adopt asks for nothing: all that it names is the stack's. 'pulumi config rm esia:adopt' removes it.",
    );
  });
});
