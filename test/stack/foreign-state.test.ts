import { describe, expect, it } from "vitest";
import { foreignStack, foreignState } from "../../stack/foreign-state.ts";

const OWN = { project: "esia", stack: "acme" };
const urn = (stack: string, project = "esia") =>
  `urn:pulumi:${stack}::${project}::random:index/randomUuid:RandomUuid::mark`;

describe("a state", () => {
  it.each([[[]], [[urn("acme"), urn("acme")]]])("is the stack's own: %j", (urns) => {
    expect(foreignStack(urns, OWN)).toBeUndefined();
  });

  it.each([
    ["another stack's", [urn("old")], "old"],
    ["in part another stack's", [urn("acme"), urn("old")], "old"],
    ["of a stack whose name only begins alike", [urn("acme2")], "acme2"],
    ["of another project's stack", [urn("acme", "other")], "acme"],
  ])("is %s", (_, urns, from) => {
    expect(foreignStack(urns, OWN)).toBe(from);
  });

  it("of another stack is told with the way to keep its keys", () => {
    expect(foreignState("acme", "old")).toEqual({
      why:
        "The state of stack acme was imported from stack old, and names that one in every resource: a run would make " +
        "everything anew and remove the keys in use.",
      next:
        "Import it into a stack that is also named old ('pulumi stack init old' in the new backend, then 'pulumi " +
        "stack import --file FILE --stack old'), then 'pulumi stack rename NEW_NAME --stack old'.",
    });
  });
});
