import { describe, expect, it } from "vitest";
import { namesRows } from "../../commands/doctor/names.ts";
import type { Claims } from "../../operator/claims.ts";
import { CLAIMS } from "./given.ts";

const RIGHT = "ReportSettings.ReadWrite.All";
const GLOBAL_ADMINISTRATOR = "62e90394-69f5-4237-9190-012177145e10";
const app = (...roles: string[]): Claims => ({ ...CLAIMS, roles });
const user: Claims = { ...CLAIMS, kind: "user", who: "user admin@contoso.com", roles: [], directoryRoles: [] };
const holding = (names: object, found?: object) => [
  { urn: "u", type: "t", name: "names-in-reports", outputs: { ...names } },
  ...(found ? [{ urn: "u", type: "t", name: "names-found", outputs: { ...found } }] : []),
];
const result = (...args: Parameters<typeof namesRows>) => namesRows(...args).map((row) => row.result);

describe("the right for names in reports", () => {
  it("is nobody's business where the stack neither asks for names nor showed any", () => {
    expect(namesRows(app(), [], { asked: false, held: [] })).toEqual([]);
  });

  it("is needed where names are asked for", () => {
    const asked = { asked: true, held: [] };
    expect(namesRows(app(RIGHT), [], asked)).toEqual([
      { check: "Right for names in reports", result: "pass", detail: `Given by ${RIGHT}.` },
    ]);
    expect(namesRows(app(), [], asked)).toMatchObject([
      {
        check: "Right for names in reports",
        result: "fail",
        detail:
          "The application Operator (client id c) lacks ReportSettings.ReadWrite.All: the next run shows names in usage reports, " +
          "as the stack's settings want it.",
        next: expect.stringContaining("application role ReportSettings.ReadWrite.All"),
      },
    ]);
  });

  it("of a person takes the scope and a directory role", () => {
    const asked = { asked: true, held: [] };
    const administrator = { ...user, directoryRoles: [GLOBAL_ADMINISTRATOR] };
    expect(result(administrator, ["User.Read", RIGHT], asked)).toEqual(["pass"]);
    expect(result(administrator, ["User.Read"], asked)).toEqual(["fail"]);
    expect(result(user, [RIGHT], asked)).toEqual(["fail"]);
    expect(result({ ...user, directoryRoles: undefined }, [RIGHT], asked)).toEqual(["fail"]);
  });

  it("is not needed by a run that finds names shown in the state, and is after one that could not show them", () => {
    expect(result(app(), [], { asked: true, held: holding({ names: "shown", problem: "" }) })).toEqual(["pass"]);
    expect(result(app(), [], { asked: true, held: holding({ names: "hidden", problem: "" }) })).toEqual(["fail"]);
    expect(result(app(), [], { asked: true, held: holding({ names: "shown", problem: "No right." }) })).toEqual([
      "fail",
    ]);
  });

  it("is needed to hide names again, where the stack found them hidden", () => {
    const shown = { names: "shown", problem: "" };
    expect(namesRows(app(), [], { asked: false, held: holding(shown, { found: "hidden" }) })[0]?.detail).toBe(
      "The application Operator (client id c) lacks ReportSettings.ReadWrite.All: the next run hides names in usage reports " +
        "again, as the stack's settings want it. Without it the run ends in an error, after everything else.",
    );
    expect(result(app(), [], { asked: false, held: holding({ ...shown, found: "hidden" }) })).toEqual(["fail"]);
    expect(result(app(), [], { asked: false, held: holding(shown, { found: "shown" }) })).toEqual(["pass"]);
  });
});
