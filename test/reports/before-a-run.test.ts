import { describe, expect, it } from "vitest";
import { cloud } from "../../microsoft/clouds.ts";
import { planNames, type Start } from "../../reports/before-a-run.ts";

const command = (words: string) => `'pulumi ${words} --stack acme'`;
const plan = (start: Partial<Start>) =>
  planNames({ asked: true, cloud: cloud("global"), config: {}, held: [], command, ...start });
const held = (names: string) => [{ name: "names-in-reports", outputs: { names } }];

describe("a run that asks for names", () => {
  it("warns before it first shows them: personal data, of everybody, and whom to ask", () => {
    expect(plan({}).line).toEqual({
      severity: "warn",
      text:
        "Names in usage reports: this run shows them, of users, groups and sites, in everybody's reports of this tenant. " +
        "They are personal data: consult your data protection officer first.",
    });
  });

  it("says in each later run that it keeps them shown", () => {
    const line = plan({ held: held("shown") }).line;
    expect(line?.severity).toBe("info");
    expect(line?.text).toMatch(/^Names in usage reports: this run keeps them shown, /);
  });

  it.each(["hidden", "unknown"])("warns again when they were last seen %s", (names) => {
    expect(plan({ held: held(names) }).line?.severity).toBe("warn");
  });

  it.each(["usgovernment", "usgovernmentl4", "usgovernmentl5", "dod", "china"])(
    "is refused in the cloud %s",
    (name) => {
      expect(() => plan({ cloud: cloud(name) })).toThrow(
        "esia:showNamesInReports works in Microsoft's global cloud only: others have no address to change it by. " +
          "'pulumi config rm esia:showNamesInReports --stack acme', and set it by hand in the Microsoft 365 admin centre.",
      );
    },
  );

  it("is refused with a credential in its configuration, which would have to enter the state", () => {
    expect(() => plan({ config: { "azuread:clientSecret": "s3cret" } })).toThrow(
      /^esia:showNamesInReports keeps the operator's credentials out of the stack's state, so azuread:clientSecret cannot be .* set ARM_CLIENT_SECRET in the environment/,
    );
  });
});

describe("a run that does not ask for names", () => {
  it("has nothing to do with them, in no cloud and whatever is in its configuration", () => {
    const config = { "azuread:clientSecret": "s3cret" };
    expect(plan({ asked: false, cloud: cloud("china"), config })).toEqual({ showing: undefined, line: undefined });
  });

  it.each([
    ["shows them", held("shown")],
    ["was killed before it did", [{ name: "names-found", outputs: { found: "hidden", look: 1 } }]],
  ])("says that it may hide them, when an earlier run %s", (_, earlier) => {
    expect(plan({ asked: false, held: earlier })).toEqual({
      showing: undefined,
      line: {
        severity: "info",
        text:
          "Names in usage reports: this run hides them again if this stack found them hidden, no other ESIA stack shows " +
          "them and nobody changed the setting since; it says which.",
      },
    });
  });
});

describe("a run that asks for names knows from the state", () => {
  const TENANT = "6f58cbcf-0ccb-4ad5-81c9-3bab80e661f4";
  const known = (shows?: Record<string, unknown>, keeps?: Record<string, unknown>) => {
    const resource = (name: string, outputs?: Record<string, unknown>) => (outputs ? [{ name, outputs }] : []);
    const { showing } = plan({ held: [...resource("names-in-reports", shows), ...resource("names-found", keeps)] });
    return { last: showing?.last, handedOver: showing?.handedOver, tenantId: showing?.tenantId };
  };
  const shown = { names: "shown", problem: "", look: 2 };
  const nothing = { handedOver: undefined, tenantId: undefined };

  it("nothing, at first", () => {
    expect(known()).toEqual({ last: "unfinished", ...nothing });
  });

  it.each([
    ["shown", shown, { look: 2 }],
    ["hidden", { ...shown, names: "hidden" }, { look: 2 }],
    ["hidden", { ...shown, names: "hidden", problem: "Names …" }, { look: 2 }],
    ["unfinished", { ...shown, names: "unknown", problem: "Names …" }, { look: 2 }],
    ["unfinished", { ...shown, problem: "Names …" }, { look: 2 }],
    ["unfinished", shown, { look: 3 }],
    ["unfinished", { ...shown, names: "hidden" }, { look: 3 }],
    ["unfinished", undefined, { look: 1 }],
  ] as const)("where the resource that shows was left: %s (%j, after %j)", (last, shows, keeps) => {
    expect(known(shows, keeps)).toEqual({ last, ...nothing });
  });

  it.each([
    ["shown", { names: "shown", found: "hidden", problem: "" }, "hidden"],
    ["shown", { names: "shown", found: "shown", problem: "" }, "shown"],
    ["hidden", { names: "hidden", found: "shown", problem: "" }, "shown"],
    ["unfinished", { names: "unknown", found: "unknown", problem: "Names …" }, "unknown"],
  ] as const)("what 1.0.0 found, in its state: %s, %j", (last, shows, handedOver) => {
    expect(known(shows)).toEqual({ last, handedOver, tenantId: undefined });
  });

  it("nothing that 1.0.0 found, once it is kept", () => {
    const found = { names: "shown", found: "shown", problem: "" };
    expect(known(found, { found: "hidden", look: 1 })).toEqual({ last: "unfinished", ...nothing });
  });

  it.each([
    [TENANT, { tenantId: TENANT.toUpperCase() }, undefined],
    [TENANT, { tenantId: "contoso.com" }, { tenantId: TENANT }],
    [undefined, { tenantId: "contoso.com" }, undefined],
    [undefined, { tenantId: "" }, undefined],
  ])("which tenant it is: %s", (tenantId, shows, keeps) => {
    expect(known(shows, keeps).tenantId).toBe(tenantId);
  });
});
