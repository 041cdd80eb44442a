import { describe, expect, it } from "vitest";
import { application } from "../../dev/stand-ins/providers/application.ts";
import { changes, checked, inKnownOrder } from "../../dev/stand-ins/providers/input-rules.ts";
import { type Properties, plain, UNKNOWN } from "../../dev/stand-ins/providers/property-values.ts";
import { servicePrincipal } from "../../dev/stand-ins/providers/service-principal.ts";

const ROLE = "230c1aed-a721-4c5d-9cb4-a90514e508ef";
const SERVED =
  "displayName, signInAudience, preventDuplicateNames, requiredResourceAccesses, notes, tags, owners, " +
  "serviceManagementReference, fallbackPublicClientEnabled, description";
const asking = (resourceAccesses: Properties["x"], more = {}) => [{ resourceAppId: "app", resourceAccesses, ...more }];

describe("a program's inputs", () => {
  it("are completed with azuread's defaults", () => {
    expect(checked(application, { displayName: "esia" })).toEqual({
      inputs: { displayName: "esia", signInAudience: "AzureADMyOrg" },
      failures: [],
    });
  });

  it("may be unknown, as a whole or inside", () => {
    const set = {
      displayName: UNKNOWN,
      owners: [UNKNOWN],
      requiredResourceAccesses: [
        UNKNOWN,
        { resourceAppId: UNKNOWN, resourceAccesses: UNKNOWN },
        { resourceAppId: "app", resourceAccesses: [{ id: UNKNOWN, type: "Role" }] },
      ],
    };
    expect(checked(application, set).failures).toEqual([]);
  });

  it("may come from a state of the real provider, with its book-keeping", () => {
    const access = {
      __defaults: [],
      resourceAppId: "app",
      resourceAccesses: [{ __defaults: [], id: ROLE, type: "Role" }],
    };
    expect(plain({ __defaults: ["a"], requiredResourceAccesses: [access], notes: null })).toEqual({
      requiredResourceAccesses: [{ resourceAppId: "app", resourceAccesses: [{ id: ROLE, type: "Role" }] }],
    });
  });

  it.each<[string, Properties["x"], string]>([
    ["displayName", "", "displayName of Application must not be empty."],
    ["displayName", 7, "displayName of Application must be a string."],
    ["notes", "", "notes of Application must not be empty."],
    [
      "signInAudience",
      "PersonalMicrosoftAccount",
      'signInAudience of Application must be AzureADMyOrg or AzureADMultipleOrgs, not "PersonalMicrosoftAccount".',
    ],
    ["preventDuplicateNames", "yes", "preventDuplicateNames of Application must be a boolean."],
    ["tags", "HideApp", "tags of Application must be a list."],
    ["tags", [{}], "tags of Application must hold only texts."],
    ["owners", ["alice@contoso.example"], 'owners of Application must be a UUID, not "alice@contoso.example".'],
    ["owners", Array(20).fill(ROLE), "owners of Application must hold at most 19 owners here."],
    ["requiredResourceAccesses", ["app"], "requiredResourceAccesses of Application must hold objects."],
    [
      "requiredResourceAccesses",
      [{ resourceAccesses: [] }],
      "requiredResourceAccesses of Application must name a resourceAppId each.",
    ],
    [
      "requiredResourceAccesses",
      asking([], { other: 1 }),
      "requiredResourceAccesses of Application must not hold other.",
    ],
    [
      "requiredResourceAccesses",
      asking([{ id: "Reports.Read.All", type: "Role" }]),
      'requiredResourceAccesses of Application must hold permissions whose id must be a UUID, not "Reports.Read.All".',
    ],
    [
      "requiredResourceAccesses",
      asking([{ id: ROLE, type: "Application" }]),
      'requiredResourceAccesses of Application must hold permissions whose type must be Role or Scope, not "Application".',
    ],
    [
      "web",
      { redirectUris: [] },
      `web of Application is not served by this stand-in, which takes ${SERVED}: leave it out, or use the real provider.`,
    ],
  ])("are refused with %s as %j", (property, value, reason) => {
    const { failures } = checked(application, { displayName: "esia", [property]: value });
    expect(failures).toEqual([{ property, reason }]);
  });

  it.each<[string, Properties["x"], string]>([
    ["accountEnabled", false, "accountEnabled of ServicePrincipal is served only as it is by default, true."],
    ["notes", "n".repeat(1025), "notes of ServicePrincipal must be at most 1024 characters long."],
    ["clientId", "esia", 'clientId of ServicePrincipal must be a UUID, not "esia".'],
  ])("of a service principal are refused with %s", (property, value, reason) => {
    const { failures } = checked(servicePrincipal, { clientId: ROLE, [property]: value });
    expect(failures).toEqual([{ property, reason }]);
  });
});

describe("a comparison", () => {
  const rules = application.inputs;

  it("finds nothing where texts and switches are empty on one side and missing on the other", () => {
    const state = { displayName: "esia", notes: "", preventDuplicateNames: false, owners: [] };
    expect(changes(rules, state, { displayName: "esia" }, [])).toEqual({});
  });

  it("finds nothing in another order of a set", () => {
    expect(changes(rules, { tags: ["a", "b"] }, { tags: ["b", "a"] }, [])).toEqual({});
  });

  it("tells what was added, changed and taken away", () => {
    const state = { displayName: "esia", notes: "old", description: "" };
    expect(changes(rules, state, { displayName: "new", description: "now" }, [])).toEqual({
      displayName: "update",
      notes: "delete",
      description: "add",
    });
  });

  it("finds a change in what is not known yet", () => {
    expect(changes(rules, { tags: ["a"] }, { tags: ["a", UNKNOWN] }, [])).toEqual({ tags: "update" });
  });

  it("keeps the known order of a set only if it is the same set", () => {
    expect(inKnownOrder(["b", "a"], ["a", "b"])).toEqual(["b", "a"]);
    expect(inKnownOrder(["b", "a"], ["a", "c"])).toEqual(["a", "c"]);
    expect(inKnownOrder(undefined, ["a"])).toEqual(["a"]);
  });
});
