import { describe, expect, it } from "vitest";
import { cloud } from "../../microsoft/clouds.ts";
import { planNames, type Start } from "../../reports/before-a-run.ts";

const plan = (start: Partial<Start>) =>
  planNames({ asked: true, cloud: cloud("global"), config: {}, held: [], ...start });
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
          "'pulumi config rm esia:showNamesInReports', and set it by hand in the Microsoft 365 admin centre.",
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
    expect(plan({ asked: false, cloud: cloud("china"), config })).toEqual({ operator: undefined, line: undefined });
  });

  it("says that it may hide them, when an earlier run asked", () => {
    expect(plan({ asked: false, held: held("shown") })).toEqual({
      operator: undefined,
      line: {
        severity: "info",
        text:
          "Names in usage reports: this run hides them again if this stack found them hidden, no other ESIA stack shows " +
          "them and nobody changed the setting since; it says which.",
      },
    });
  });
});
