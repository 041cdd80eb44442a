import { describe, expect, it } from "vitest";
import { anotherTry } from "../../failures/another-try.ts";

const TYPES = {
  application: "azuread:index/application:Application",
  principal: "azuread:index/servicePrincipal:ServicePrincipal",
  grant: "azuread:index/appRoleAssignment:AppRoleAssignment",
  key: "azuread:index/applicationPassword:ApplicationPassword",
} as const;
const NAMES = {
  application: "application",
  principal: "service-principal",
  grant: "grant-User.Read.All",
  key: "secret-1",
} as const;
type Kind = keyof typeof TYPES;
type Operation = "create" | "update" | "delete";

/** As azuread 6.9.1 says it, and as a hook hears it. */
const heard = (words: string) => `1 error occurred:\n\t* ${words}\n\n`;
const GRANTING = "Could not create app role assignment: ";
const REMOVING =
  'Deleting Service Principal Id App Role Assigned To (Service Principal: "e28c5209-34e3-4a42-8e3d-4bf0f03d28aa"\n' +
  'App Role Assignment: "kPrWep3Hfj-XEKqIx90to_fCY0qvpuPCTtSod5Rc3xs"): ';
const UPDATING = 'Could not update application with object ID: "d6c55d24-7ae8-4192-adfe-3c44f1cd477b": ';
const ADDING = 'Adding password for Application (Application: "d6c55d24-7ae8-4192-adfe-3c44f1cd477b"): ';
const BUSY = "Directory_ConcurrencyViolation: Unable to process the request due to concurrent requests. Please retry.";
const busy: Record<number, string> = {
  400: `unexpected status 400 (400 Bad Request) with error: ${BUSY}`,
  409: `unexpected status 409 (409 Conflict) with error: ${BUSY}`,
  503: `unexpected status 503 (503 Service Unavailable) with error: ${BUSY}`,
};
const MISSING =
  "unexpected status 404 (404 Not Found) with error: Request_ResourceNotFound: Resource 'd6c55d24-7ae8-4192-adfe-3c44f1cd477b' " +
  "does not exist or one of its queried reference-property objects are not present.";
const DENIED =
  "unexpected status 403 (403 Forbidden) with error: Authorization_RequestDenied: Insufficient privileges to complete the operation.";

const ask = (kind: Kind, failedOperation: Operation, errors: string[], { made = false, isPreview = false } = {}) =>
  anotherTry({ name: NAMES[kind], type: TYPES[kind], failedOperation, errors: errors.map(heard) }, { made, isPreview });

describe("another try is asked for", () => {
  it.each([
    ["a grant's making, 400", "grant", "create", GRANTING + busy[400]],
    ["a grant's making, 409", "grant", "create", GRANTING + busy[409]],
    ["a grant's making, 503", "grant", "create", GRANTING + busy[503]],
    ["a grant's removal, 400", "grant", "delete", REMOVING + busy[400]],
    ["a grant's removal, 409", "grant", "delete", REMOVING + busy[409]],
    ["a grant's removal, 503", "grant", "delete", REMOVING + busy[503]],
    ["an application's update, 400", "application", "update", UPDATING + busy[400]],
    ["an application's update, 409", "application", "update", UPDATING + busy[409]],
    ["a principal's update, 503", "principal", "update", `Updating Service Principal (x): ${busy[503]}`],
    ["a key's making, 409", "key", "create", ADDING + busy[409]],
  ] as const)("where Graph is busy: %s", (_, kind, operation, text) => {
    expect(ask(kind, operation, [text])).toEqual({
      line: `Graph is busy with another change of this directory: trying ${NAMES[kind]} again (1 of 3).`,
      pause: 2_000,
    });
  });

  it("for the key of an application that this run made and that is not everywhere yet", () => {
    expect(ask("key", "create", [ADDING + MISSING], { made: true })).toEqual({
      line: "Entra does not know the new application everywhere yet: trying secret-1 again (1 of 3).",
      pause: 2_000,
    });
  });

  it("three times at most, each after a longer pause", () => {
    const one = GRANTING + busy[409];
    expect([1, 2, 3, 4, 5].map((times) => ask("grant", "create", Array(times).fill(one)))).toEqual([
      {
        line: "Graph is busy with another change of this directory: trying grant-User.Read.All again (1 of 3).",
        pause: 2_000,
      },
      {
        line: "Graph is busy with another change of this directory: trying grant-User.Read.All again (2 of 3).",
        pause: 5_000,
      },
      {
        line: "Graph is busy with another change of this directory: trying grant-User.Read.All again (3 of 3).",
        pause: 10_000,
      },
      undefined,
      undefined,
    ]);
  });
});

describe("no other try is asked for", () => {
  it("in a preview", () => {
    expect(ask("grant", "create", [GRANTING + busy[409]], { isPreview: true })).toBeUndefined();
    expect(ask("key", "create", [ADDING + MISSING], { made: true, isPreview: true })).toBeUndefined();
  });

  it("by what came before: the newest error counts", () => {
    expect(ask("grant", "create", [GRANTING + DENIED, GRANTING + busy[409]])).toBeUndefined();
    expect(ask("grant", "create", [GRANTING + busy[409], GRANTING + busy[503]])).toMatchObject({ pause: 5_000 });
  });

  it("for a key where the state held an application: it is gone", () => {
    expect(ask("key", "create", [ADDING + MISSING], { made: false })).toBeUndefined();
  });

  it.each([
    [
      "a 409 that says something exists",
      "grant",
      "create",
      `${GRANTING}unexpected status 409 (409 Conflict) with error: Request_MultipleObjectsWithSameKeyValue: Another object with the same value for property x already exists.`,
    ],
    [
      "a 400 that says the grant exists",
      "grant",
      "create",
      `${GRANTING}unexpected status 400 (400 Bad Request) with error: Request_BadRequest: Permission being assigned already exists on the object`,
    ],
    [
      "the code beside something that exists",
      "grant",
      "create",
      `${GRANTING}unexpected status 409 (409 Conflict) with error: Directory_ConcurrencyViolation: The object already exists.`,
    ],
    [
      "a 409 without a code",
      "grant",
      "create",
      `${GRANTING}unexpected status 409 (409 Conflict) received with no body`,
    ],
    [
      "a 409 without a code",
      "application",
      "update",
      `${UPDATING}unexpected status 409 (409 Conflict) received with no body`,
    ],
    [
      "the code with another status",
      "grant",
      "create",
      `${GRANTING}unexpected status 500 (500 Internal Server Error) with error: ${BUSY}`,
    ],
    ["the making of the application", "application", "create", `Could not create application: ${busy[409]}`],
    [
      "the rest of the application's making, after the POST",
      "application",
      "create",
      `Failed to patch application with object ID "d6c5" after creating: ${busy[400]}`,
    ],
    [
      "the application's initial owner, after the POST",
      "application",
      "create",
      `Could not remove initial owner from application with object ID: "d6c5": ${MISSING}`,
    ],
    ["the making of the principal", "principal", "create", `Could not create service principal: ${busy[503]}`],
    [
      "the rest of the principal's making, after the POST",
      "principal",
      "create",
      `Failed to patch service principal after creating: ${busy[409]}`,
    ],
    [
      "the confirming of a grant, after the POST",
      "grant",
      "create",
      `retrieving Service Principal Id App Role Assigned To (x): ${busy[503]}`,
    ],
    [
      "a key's own waiting, after the POST",
      "key",
      "create",
      `Waiting for password credential for Application (Application: "d6c5"): ${MISSING}`,
    ],
    [
      "a key's own waiting, with the code",
      "key",
      "create",
      `Waiting for password credential for Application (Application: "d6c5"): ${busy[409]}`,
    ],
    ["a key's reading, after the POST", "key", "create", `Retrieving Application (Application: "d6c5"): ${MISSING}`],
    ["403", "grant", "create", GRANTING + DENIED],
    ["403 of a key", "key", "create", ADDING + DENIED],
    ["403 of an update", "application", "update", UPDATING + DENIED],
    [
      "429",
      "grant",
      "create",
      `${GRANTING}unexpected status 429 (429 Too Many Requests) with error: TooManyRequests: Too many requests`,
    ],
    [
      "429 of a key",
      "key",
      "create",
      `${ADDING}unexpected status 429 (429 Too Many Requests) with error: TooManyRequests: Too many requests`,
    ],
    ["500", "grant", "create", `${GRANTING}unexpected status 500 (500 Internal Server Error) received with no body`],
    ["502", "key", "create", `${ADDING}unexpected status 502 (502 Bad Gateway) with response: <html>`],
    [
      "503",
      "grant",
      "create",
      `${GRANTING}unexpected status 503 (503 Service Unavailable) with error: ServiceUnavailable: Gone away.`,
    ],
    [
      "504 of an update",
      "application",
      "update",
      `${UPDATING}unexpected status 504 (504 Gateway Timeout) received with no body`,
    ],
    ["a timeout", "grant", "create", `${GRANTING}context deadline exceeded`],
    [
      "a drop",
      "grant",
      "create",
      `${GRANTING}Post "https://graph.microsoft.com/v1.0/servicePrincipals/b402/appRoleAssignedTo": HTTP response was nil; connection may have been reset`,
    ],
    [
      "a drop of addPassword",
      "key",
      "create",
      `${ADDING}Post "https://graph.microsoft.com/v1.0/applications/d6c5/addPassword": HTTP response was nil; connection may have been reset`,
    ],
    ["404 on a grant's making: azuread has repeated it", "grant", "create", GRANTING + MISSING],
    ["404 on a grant's removal", "grant", "delete", REMOVING + MISSING],
    ["404 on an update", "application", "update", UPDATING + MISSING],
    ["404 on a key's removal", "key", "delete", `Removing password credential "3d1f" from Application (x): ${MISSING}`],
    [
      "a key's removal, with the code",
      "key",
      "delete",
      `Removing password credential "3d1f" from Application (x): ${busy[409]}`,
    ],
    ["the application's removal, with the code", "application", "delete", `Deleting Application (x): ${busy[409]}`],
    ["the principal's removal, with the code", "principal", "delete", `Deleting Service Principal (x): ${busy[503]}`],
    [
      "a failed sign-in",
      "grant",
      "create",
      'clientCredentialsToken: received HTTP status 401 with response: {"error":"invalid_client"}',
    ],
    ["what nobody knows", "grant", "create", "kaboom"],
    ["nothing", "grant", "create", ""],
  ] as const)("for %s (%s, %s)", (_, kind, operation, text) => {
    expect(ask(kind, operation, [text], { made: true })).toBeUndefined();
    expect(ask(kind, operation, [text], { made: false })).toBeUndefined();
  });

  it("where nothing is said at all", () => {
    expect(ask("grant", "create", [])).toBeUndefined();
  });
});
