import { describe, expect, it } from "vitest";
import { explain, paragraph } from "../../failures/explain.ts";
import type { Context } from "../../failures/kinds.ts";
import { messageOf } from "../../microsoft/thrown.ts";
import type { Way } from "../../operator/way.ts";
import { azure, graph, token } from "./frames.ts";
import { BY_CLASS, MORE, OFTEN } from "./texts.ts";

const TENANT = "11111111-1111-4111-8111-111111111111";
const one = (text: string, context: Context = {}) => {
  const [answer, ...others] = explain(text, "acme", context);
  expect(others).toEqual([]);
  if (!answer) throw new Error("no answer");
  return answer;
};
const denied = graph.grant(403, "Authorization_RequestDenied");

describe("advice fits the way of signing in", () => {
  const others: Way[] = [
    "client certificate",
    "client secret",
    "OIDC token",
    "OIDC of Azure Pipelines",
    "OIDC of GitHub Actions",
    "managed identity",
  ];
  // Where nobody is signed in, the Azure CLI was the way, or is one of those that are offered.
  const offers = ["no Azure CLI", "nobody signed in"];

  it.each(others)("never is 'az login' the advice for a sign-in by %s", (way) => {
    for (const [id, of, text] of [...OFTEN, ...MORE, ...BY_CLASS]) {
      if (offers.includes(id)) continue;
      expect(explain(text, "acme", { way, tenantId: TENANT }).map(paragraph).join("\n"), of).not.toContain("az login");
    }
  });

  it("nor where the text says that an application signs in", () => {
    for (const number of [7000215, 7000222, 700024, 700213, 7000112, 700016, 53003, 50076, 65001, 81012]) {
      expect(paragraph(one(token(number)))).not.toContain("az login");
    }
  });

  it("for the Azure CLI, by the text or by the caller, it names the pinned tenant", () => {
    const login = `'az login --tenant ${TENANT} --allow-no-subscriptions --scope https://graph.microsoft.com/.default', then 'pulumi up --stack acme'`;
    expect(one(azure("AADSTS50076: x"), { tenantId: TENANT }).command).toBe(login);
    expect(one(azure("AADSTS700082: x"), { tenantId: TENANT }).command).toBe(login);
    expect(one(denied, { way: "Azure CLI", tenantId: TENANT }).command).toBe(login);
  });

  it("for a national cloud the scope is that cloud's", () => {
    expect(one(azure("AADSTS50076: x"), { tenantId: TENANT, graphRoot: "https://graph.microsoft.us" }).command).toBe(
      `'az login --tenant ${TENANT} --allow-no-subscriptions --scope https://graph.microsoft.us/.default', then 'pulumi up --stack acme'`,
    );
  });

  it("where nobody is signed in, subscriptions are not asked for", () => {
    expect(one(azure("No subscriptions found for x."), { tenantId: TENANT }).command).toBe(
      `'az login --tenant ${TENANT} --allow-no-subscriptions', then 'pulumi up --stack acme'`,
    );
  });

  it("in a wrong tenant it names the stack's own, never the one that has just failed", () => {
    const other = "22222222-2222-4222-8222-222222222222";
    expect(one(token(90002), { tenantId: other }).command).toBe(
      "'pulumi config set azuread:tenantId TENANT --stack acme'",
    );
    expect(one(token(90002), { tenantId: other, ownTenantId: TENANT }).command).toBe(
      `'pulumi config set azuread:tenantId ${TENANT} --stack acme'`,
    );
  });

  it("where the way is not known, both are named", () => {
    expect(one(denied, { tenantId: TENANT }).action).toBe(
      `Get the role or the permission. Signed in with the Azure CLI, sign in again ('az login --tenant ${TENANT} --allow-no-subscriptions --scope https://graph.microsoft.com/.default'): a sign-in from before does not show it; as an application wait some minutes. Then run again: it goes on where it stopped. Or set esia:grantConsent to false and let somebody else consent on the page of the output consentUrl.`,
    );
  });

  it("an ID token that has expired asks for a new job", () => {
    expect(one(token(700024)).action).toBe(
      "Run the job again: each job gets an ID token of its own, which lives for minutes.",
    );
  });
});

describe("that nothing was changed", () => {
  const log = (resources: string) =>
    `Updating (acme):\n\nDiagnostics:\n${denied}\n\nResources:\n    ${resources}\n\nDuration: 3s`;

  it("is said where a whole log lists no change", () => {
    expect(one(log("16 unchanged")).changes).toBe("Nothing was changed.");
    expect(
      one(`Previewing update (acme):\n\nDiagnostics:\n${denied}\n\nResources:\n    + 3 to create\n    1 errored`)
        .changes,
    ).toBe("Nothing was changed.");
  });

  it.each(["+ 3 created", "~ 1 updated", "- 2 deleted", "+-1 replaced"])(
    "is not said where it lists some: %s",
    (resources) => {
      expect(one(log(resources)).changes).toBe("");
    },
  );

  it("is not said where a line of the run tells of a change, and the summary is missing", () => {
    expect(
      one(`Updating (acme):\n +  azuread:index:Application application created (2s)\n\nDiagnostics:\n${denied}`)
        .changes,
    ).toBe("");
  });

  it("is said of a look-up or a sign-in before any operation, not of what a hook hears", () => {
    expect(one(token(7000215)).changes).toBe("Nothing was changed.");
    expect(one(denied).changes).toBe("");
    expect(one("secret-1: AADSTS7000222: x").changes).toBe("");
  });

  it.each([
    'Failed to patch application with object ID "d6c5" after creating: unexpected status 400 (400 Bad Request) with error: Directory_ConcurrencyViolation: x',
    'Could not remove initial owner from application with object ID: "d6c5": unexpected status 403 (403 Forbidden) with error: Authorization_RequestDenied: x',
    'Waiting for password credential for Application (Application: "d6c5"): unexpected status 404 (404 Not Found) with error: Request_ResourceNotFound: x',
  ])("is not said of the rest of what was made: %s", (words) => {
    const failed = `  azuread:index:Application (application):\n    error: ${words}`;
    expect(
      one(`Updating (acme):\n\nDiagnostics:\n${failed}\n\nResources:\n    2 unchanged\n    1 errored\n\nDuration: 3s`)
        .changes,
    ).toBe("");
  });

  it("is never said where the change may have been made", () => {
    const lost = denied.replace(/unexpected status.*/, "HTTP response was nil; connection may have been reset");
    expect(one(`Updating (acme):\n${lost}\n\nResources:\n    2 unchanged\n\nDuration: 3s`)).toMatchObject({
      id: "connection lost",
      changes: "",
    });
  });
});

describe("a 404 on the application", () => {
  const missing = graph.key(404, "Request_ResourceNotFound");

  it("means that somebody deleted it, unless this run made it", () => {
    expect(one(missing).id).toBe("application gone");
    expect(one(missing, { made: true }).id).toBe("not everywhere yet");
    expect(one(` +  azuread:index:Application application created (2s)\n${missing}`).id).toBe("not everywhere yet");
  });

  it("in a destroy asks for the right tenant, then for a refresh", () => {
    const text = `Destroying (acme):\n${graph.deletion(404, "Request_ResourceNotFound")}`;
    expect(one(text)).toMatchObject({
      id: "already gone",
      action:
        "Be sure that it is the right tenant (doctor says); a refresh, or a run with one, then makes the state forget what is gone.",
      command: "'npm run doctor -- --stack acme', then 'pulumi destroy --refresh --stack acme'",
    });
  });
});

describe("what was to be removed, and is gone", () => {
  const missing = graph.removal(404, "Request_ResourceNotFound");

  it("in an up asks for a refresh in an up, never for a destroy", () => {
    const command = "'npm run doctor -- --stack acme', then 'pulumi up --refresh --stack acme'";
    expect(one(`Updating (acme):\n${missing}`).command).toBe(command);
    expect(one(missing, { failed: "up" }).command).toBe(command);
  });

  it("asks for a refresh where nobody knows what was run", () => {
    expect(one(missing).command).toBe("'npm run doctor -- --stack acme', then 'pulumi refresh --stack acme'");
  });
});

describe("a grant that may not be taken away", () => {
  const refused = graph.removal(403, "Authorization_RequestDenied");
  const login = `'az login --tenant ${TENANT} --allow-no-subscriptions --scope https://graph.microsoft.com/.default'`;

  it("asks for the right, by the way of signing in, and for the run that failed", () => {
    expect(one(refused, { failed: "up", way: "Azure CLI", tenantId: TENANT })).toMatchObject({
      id: "removal refused",
      action:
        "Get the role, sign in again (a sign-in from before does not show it), then run again: it goes on where it stopped. " +
        "Doctor says which it is.",
      command: `'npm run doctor -- --stack acme', then ${login}, then 'pulumi up --stack acme'`,
    });
    expect(one(`Destroying (acme):\n${refused}`, { way: "client secret" }).command).toBe(
      "'npm run doctor -- --stack acme', then 'pulumi destroy --stack acme'",
    );
  });

  it("asks for no run where nobody knows which it was", () => {
    expect(one(refused).command).toBe("'npm run doctor -- --stack acme'");
  });
});

describe("a key that was made and not shown", () => {
  const waiting = 'secret-1: Waiting for password credential for Application (Application: "d1"): unexpected status ';

  it.each([
    `${waiting}404 (404 Not Found) with error: Request_ResourceNotFound: Resource 'd1' does not exist.`,
    `${waiting}403 (403 Forbidden) with error: Authorization_RequestDenied: Insufficient privileges to complete the operation.`,
    'secret-1: Waiting for password credential for Application (Application: "d1"): password credential not found in application manifest',
  ])("is left, and the next run makes another: %s", (text) => {
    for (const made of [true, false]) {
      expect(one(text, { made })).toMatchObject({
        id: "key not confirmed",
        action:
          "Run again: it makes another key under the same number and goes on where it stopped. The first one works on, known " +
          "to nobody: doctor then names it, and how to remove it.",
        command: "'pulumi up --stack acme', then 'npm run doctor -- --stack acme'",
        changes: "",
      });
    }
  });
});

it("the maker who could not be taken out of a new application's owners is no unknown owner", () => {
  const text =
    'application: Could not remove initial owner from application with object ID: "d6c5": unexpected status 404 (404 Not Found) ' +
    "with error: Request_ResourceNotFound: Resource 'd6c5' does not exist.";
  expect(one(text, { made: true }).id).toBe("not everywhere yet");
});

describe("roles that the tenant does not offer", () => {
  it("are left out behind those that are left out already", () => {
    expect(
      one(
        "error: Microsoft Graph does not offer the application role Agreement.Read.All in this tenant. Leave it out",
        {
          omit: ["ServiceHealth.Read"],
        },
      ).command,
    ).toBe(`'pulumi config set --path "esia:omit[1]" Agreement.Read.All --stack acme'`);
  });

  it("are left out all at once", () => {
    const text =
      "error: Microsoft Graph does not offer the application roles Agreement.Read.All and ServiceHealth.Read.All in this tenant.";
    expect(one(text)).toMatchObject({
      what: "The tenant does not offer Agreement.Read.All and ServiceHealth.Read.All as application roles.",
      command: `'pulumi config set --path "esia:omit[0]" Agreement.Read.All --stack acme', then 'pulumi config set --path "esia:omit[1]" ServiceHealth.Read.All --stack acme'`,
    });
  });

  it("advice that names another role does not leave that one out", () => {
    const text =
      "error: Office 365 Management APIs offers ServiceHealth.Read only as a delegated permission, for signed-in users. Microsoft Graph's ServiceHealth.Read.All serves the same.";
    expect(one(text).command).toBe(`'pulumi config set --path "esia:omit[0]" ServiceHealth.Read --stack acme'`);
  });
});

describe("the words of what was thrown", () => {
  it("are an error's, with those of its causes", () => {
    const thrown = new Error("no token", { cause: new Error("AADSTS7000222: x") });
    expect(messageOf(thrown)).toBe("no token: AADSTS7000222: x");
  });

  it("are what an object says, never [object Object]", () => {
    const body = { error: { code: "invalid_client", message: "AADSTS7000215: x" } };
    expect(messageOf(body)).toBe("AADSTS7000215: x: invalid_client");
    expect(
      messageOf(Object.assign(new Error("denied"), { errorResponse: { errorDescription: "AADSTS53003: x" } })),
    ).toBe("denied: AADSTS53003: x");
    expect(messageOf(undefined)).toBe("undefined");
  });

  it("end where causes go round in a circle", () => {
    const thrown = new Error("round");
    thrown.cause = thrown;
    expect(messageOf(thrown)).toBe("round");
  });
});
