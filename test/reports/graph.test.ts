import { describe, expect, it } from "vitest";
import type { Source } from "../../microsoft/client.ts";
import type { Operator } from "../../operator/operator.ts";
import { signedIn } from "../../reports/graph.ts";

const TENANT = "6f58cbcf-0ccb-4ad5-81c9-3bab80e661f4";
const token = (claims: object) => `e30.${Buffer.from(JSON.stringify(claims)).toString("base64url")}.x`;

function operator(issued: string | null): Operator {
  return {
    how: "test",
    credential: {
      getToken: async (scope) => {
        expect(scope).toBe("https://graph.microsoft.com/.default");
        return issued === null ? null : { token: issued, expiresOnTimestamp: 0 };
      },
    },
    tenantId: TENANT,
    graphRoot: "https://graph.microsoft.com",
    loginRoot: "https://login.microsoftonline.com",
  };
}

describe("Graph", () => {
  it("is opened at the operator's root with the operator's token", async () => {
    const issued = token({ tid: TENANT.toUpperCase() });
    const opened: Source[] = [];
    const graph = { get: async () => ({}) as never, list: async () => [], patch: async () => {} };
    const open = (source: Source) => {
      opened.push(source);
      return graph;
    };
    expect(await signedIn(operator(issued), TENANT, open)).toBe(graph);
    expect(opened).toEqual([{ root: "https://graph.microsoft.com", token: issued }]);
  });
});

describe("a sign-in is refused", () => {
  it("when it led to another tenant, whose reports are not to be touched", async () => {
    await expect(signedIn(operator(token({ tid: "11111111-2222-3333-4444-555555555555" })), TENANT)).rejects.toThrow(
      `The operator is signed in to tenant 11111111-2222-3333-4444-555555555555, but this stack's is ${TENANT}.`,
    );
  });

  it("when it gave no token", async () => {
    await expect(signedIn(operator(null), TENANT)).rejects.toThrow("The operator's sign-in gave no token.");
  });

  it("but not for a token that cannot be read: its form is Microsoft's own business", async () => {
    await expect(signedIn(operator("opaque"), TENANT)).resolves.toBeDefined();
  });
});
