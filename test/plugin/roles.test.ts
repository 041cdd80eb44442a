import { describe, expect, it } from "vitest";
import { askedIds, compareRoles, namesOf } from "../../commands/plugin/roles.ts";

const GRAPH = "00000003-0000-0000-c000-000000000000";
const MANAGEMENT = "c5393580-f805-4401-95e8-94b7a6ef2fc2";
const USERS = "df021288-bdef-4463-88db-98f22de89214";

describe("what an application asks for", () => {
  it("is its application roles of both APIs, and no delegated permission", () => {
    expect(
      askedIds([
        {
          resourceAppId: GRAPH.toUpperCase(),
          resourceAccess: [
            { id: USERS, type: "Role" },
            { id: "311a71cc-e848-46a1-bdf8-97ff7156d8e6", type: "Scope" },
          ],
        },
        { resourceAppId: MANAGEMENT, resourceAccess: [{ id: "x", type: "Scope" }] },
        { resourceAppId: "00000002-0000-0ff1-ce00-000000000000", resourceAccess: [{ id: "y", type: "Role" }] },
      ]),
    ).toEqual({ graph: [USERS] });
  });

  it("has the names that this tenant gives them, and an id where it offers none any more", () => {
    const appRoles = [
      { id: USERS.toUpperCase(), value: "User.Read.All" },
      { id: "z", value: null },
    ];
    expect(namesOf([USERS, "gone"], { appRoles })).toEqual(["User.Read.All", "role gone"]);
  });

  it("is compared with the tokens both ways, and not where there is no token", () => {
    const wanted = [
      { api: "graph", role: "User.Read.All" },
      { api: "graph", role: "Agreement.Read.All" },
      { api: "management", role: "ActivityFeed.Read" },
    ] as const;
    expect(compareRoles(wanted, { graph: ["Mail.Read", "User.Read.All", "Calls.Initiate.All"] }, undefined)).toEqual({
      asked: 3,
      missing: ["Agreement.Read.All"],
      extra: ["Calls.Initiate.All", "Mail.Read"],
      unjudged: undefined,
    });
  });
});
