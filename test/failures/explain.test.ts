import { describe, expect, it } from "vitest";
import { explain, paragraph } from "../../failures/explain.ts";
import { shapesFound } from "../support/clear-text.ts";
import { graph } from "./frames.ts";

const REAL = "error:   sdk-v2/provider2.go:572: sdk.helper_schema: ";
const GRANT = "Could not create app role assignment: ";
const DENIED = "Authorization_RequestDenied: Insufficient privileges to complete the operation.";
const INVOKE = "Error: invocation of azuread:index/getServicePrincipals:getServicePrincipals returned an error: ";
const TOKEN =
  "1 error occurred:\n\t* building client: unable to obtain access token: clientCredentialsToken: received HTTP status 400 with response: ";
const ASSIGNMENT = "Permission being assigned already exists on the object";
const DUPLICATE =
  'An existing "azuread_application" with name "esia" (ID: "27ab1cfa-56f8-4366-8e10-5ffa4dd122fd") was found and `prevent_duplicate_names` was specified. To be managed via Terraform, this resource needs to be imported into the State.';
const FOREIGN =
  "When using this permission, the backing application of the service principal being created must in the local tenant";

/** What was printed, by azuread 6.9.1 and by this project's stand-in for it, for each failure. */
const SEEN: [id: string, by: string, text: string][] = [
  [
    "grant refused",
    "azuread",
    `${REAL}${GRANT}unexpected status 403 (403 Forbidden) with error: ${DENIED}: provider=azuread@6.9.1`,
  ],
  ["grant refused", "stand-in", `error: ${GRANT}403 ${DENIED}`],
  [
    "removal refused",
    "azuread",
    `${REAL}Deleting Service Principal Id App Role Assigned To (Service Principal: "e28c5209-34e3-4a42-8e3d-4bf0f03d28aa"\n` +
      `App Role Assignment: "kPrWep3Hfj-XEKqIx90to_fCY0qvpuPCTtSod5Rc3xs"): unexpected status 403 (403 Forbidden) with error: ${DENIED}`,
  ],
  [
    "removal refused",
    "stand-in",
    `error: Could not delete /servicePrincipals/9815fcb7-836f-44d5-b553-589b6a740215/appRoleAssignedTo/1YRqJlb79ZE: 403 ${DENIED}`,
  ],
  [
    "application refused",
    "azuread",
    `${REAL}Could not create application: unexpected status 403 (403 Forbidden) with error: ${DENIED}`,
  ],
  ["application refused", "stand-in", `error: Could not create application: 403 ${DENIED}`],
  [
    "not an owner",
    "azuread",
    `${REAL}Adding password for Application (Application: "d6c55d24-7ae8-4192-adfe-3c44f1cd477b"): unexpected status 403 (403 Forbidden) with error: ${DENIED}`,
  ],
  [
    "not an owner",
    "azuread, removing",
    `${REAL}Removing password credential "k" from Application (Application: "d6c55d24-7ae8-4192-adfe-3c44f1cd477b"): unexpected status 403 (403 Forbidden) with error: ${DENIED}`,
  ],
  [
    "not an owner",
    "stand-in",
    `error: Could not add password for application /applications/fe959558-7c2d-45fb-8ccc-9549985d42e2: 403 ${DENIED}`,
  ],
  [
    "owner not added",
    "azuread",
    `${REAL}Could not add owners to application with object ID: "d6c55d24-7ae8-4192-adfe-3c44f1cd477b": unexpected status 403 (403 Forbidden) with error: ${DENIED}`,
  ],
  [
    "owner not added",
    "stand-in",
    `error: Could not change owners of application /applications/fe959558-7c2d-45fb-8ccc-9549985d42e2: 403 ${DENIED}`,
  ],
  [
    "reading refused",
    "azuread",
    `${INVOKE}invoking azuread:index/getServicePrincipals:getServicePrincipals: 1 error occurred:\n\t* Finding service principals with application ID: "c5393580-f805-4401-95e8-94b7a6ef2fc2": unexpected status 403 (403 Forbidden) with error: ${DENIED}`,
  ],
  ["reading refused", "stand-in", `${INVOKE}403 ${DENIED}`],
  ["reading refused", "stand-in, as the program hears it", `403 ${DENIED}`],
  [
    "secret blocked",
    "azuread",
    `${REAL}Adding password for Application (Application: "d6c55d24-7ae8-4192-adfe-3c44f1cd477b"): unexpected status 400 (400 Bad Request) with error: CredentialTypeNotAllowedAsPerAppPolicy: Credential type not allowed as per assigned policy '00000000-0000-0000-0000-000000000000'.`,
  ],
  [
    "secret blocked",
    "stand-in",
    "error: Could not add password for application /applications/fe959558-7c2d-45fb-8ccc-9549985d42e2: 400 CredentialTypeNotAllowedAsPerAppPolicy: Credential type not allowed as per assigned policy '00000000-0000-0000-0000-000000000000'.",
  ],
  [
    "secret too long",
    "azuread",
    `${REAL}Adding password for Application (Application: "e9b896e0-0874-4889-99db-162a3f4caab9"): unexpected status 400 (400 Bad Request) with error: CredentialInvalidLifetimeAsPerAppPolicy: Credential lifetime exceeds the max value allowed as per assigned policy '00000000-0000-0000-0000-000000000000'.`,
  ],
  [
    "secret too long",
    "stand-in",
    "error: Could not add password for application /applications/eedfdfca-6b05-4e4f-8c2d-8885dda329d5: 400 CredentialInvalidLifetimeAsPerAppPolicy: Credential lifetime exceeds the max value allowed as per assigned policy '00000000-0000-0000-0000-000000000000'.",
  ],
  ["duplicate name", "azuread", `${REAL}${DUPLICATE}`],
  ["duplicate name", "stand-in", `error: ${DUPLICATE}`],
  [
    "principal exists",
    "azuread",
    `${REAL}A resource with the ID "bb0fa61d-b113-456b-a680-96594f820b58" already exists: To be managed via Terraform, this resource needs to be imported into the State. Please see the resource documentation for "azuread_service_principal" for more information.`,
  ],
  [
    "role not offered",
    "this program",
    "error: Microsoft Graph does not offer the application role Agreement.Read.All in this tenant. Leave it out",
  ],
  [
    "role not offered",
    "this program",
    "error: Office 365 Management APIs offers ServiceHealth.Read only as a delegated permission, for signed-in users",
  ],
  [
    "API principal refused",
    "azuread",
    `${REAL}Could not create service principal: unexpected status 403 (403 Forbidden) with error: Authorization_RequestDenied: ${FOREIGN}: provider=azuread@6.9.1`,
  ],
  [
    "API principal refused",
    "stand-in",
    `error: Could not create service principal: 403 Authorization_RequestDenied: ${FOREIGN}`,
  ],
  [
    "key gone",
    "azuread",
    `${REAL}Removing password credential "3d1f1d31-5878-4e5c-828f-4f606bb2dee0" from Application (Application: "d1"): unexpected status 400 (400 Bad Request) with error: Request_BadRequest: No password credential found with keyId '3d1f1d31-5878-4e5c-828f-4f606bb2dee0'.`,
  ],
  [
    "key gone",
    "stand-in",
    "error: Could not remove password 3d1f1d31-5878-4e5c-828f-4f606bb2dee0: 400 Request_BadRequest: No password credential found with keyId '3d1f1d31-5878-4e5c-828f-4f606bb2dee0'.",
  ],
  [
    "grant exists",
    "azuread",
    `${REAL}${GRANT}unexpected status 400 (400 Bad Request) with error: Request_BadRequest: ${ASSIGNMENT}`,
  ],
  ["grant exists", "stand-in", `error: ${GRANT}400 Request_BadRequest: ${ASSIGNMENT}`],
  [
    "connection lost",
    "azuread",
    `${REAL}${GRANT}Post "https://graph.microsoft.com/v1.0/servicePrincipals/b4026e7d-05f6-4987-a778-007b223690fc/appRoleAssignedTo": HTTP response was nil; connection may have been reset`,
  ],
  [
    "connection lost",
    "stand-in",
    `error: ${GRANT}https://localhost:44129 dropped the connection before it had answered (UND_ERR_SOCKET).`,
  ],
  [
    "wrong tenant",
    "azuread",
    `${INVOKE}${TOKEN}{"error":"invalid_request","error_description":"AADSTS90002: Tenant 'x' not found."}`,
  ],
  [
    "wrong tenant",
    "stand-in",
    `${INVOKE}Could not sign in to the embedded tenant: 400 AADSTS90002: Tenant 'x' not found.`,
  ],
  ["wrong tenant", "Entra", "AADSTS700016: Application with identifier 'x' was not found in the directory 'Contoso'."],
  [
    "wrong tenant",
    "Entra",
    "AADSTS50020: User account 'x' from identity provider 'live.com' does not exist in tenant 'Contoso'",
  ],
  [
    "wrong secret",
    "azuread",
    `${INVOKE}${TOKEN}{"error_description":"AADSTS7000215: Invalid client secret provided."}`,
  ],
  [
    "wrong secret",
    "stand-in",
    `${INVOKE}Could not sign in to the embedded tenant: 401 AADSTS7000215: Invalid client secret provided.`,
  ],
  [
    "expired secret",
    "azuread",
    `${INVOKE}${TOKEN}{"error_description":"AADSTS7000222: The provided client secret keys for app 'x' are expired."}`,
  ],
  [
    "certificate or federation refused",
    "Entra",
    "AADSTS700213: No matching federated identity record found for presented assertion subject",
  ],
  ["certificate or federation refused", "Entra", "AADSTS700024: Client assertion is not within its valid time range."],
  ["expired sign-in", "Entra", "AADSTS700082: The refresh token has expired due to inactivity."],
  [
    "multi-factor needed",
    "Entra",
    "AADSTS50076: Due to a configuration change made by your administrator, you must use multi-factor authentication",
  ],
  [
    "expired sign-in",
    "azuread",
    `${REAL}Could not create application: unexpected status 401 (401 Unauthorized) with error: InvalidAuthenticationToken: Lifetime validation failed, the token is expired.`,
  ],
  [
    "expired sign-in",
    "stand-in",
    "error: Could not create application: 401 InvalidAuthenticationToken: Lifetime validation failed, the token is expired.",
  ],
  ["nobody signed in", "Azure CLI", "ERROR: Please run 'az login' to setup account."],
  [
    "sign-in way unknown to the provider",
    "azuread",
    "error: rpc error: code = Unknown desc = failed to load Azure credentials.\n    Details: could not configure AzureCli " +
      'Authorizer: could not parse Azure CLI version: launching Azure CLI: exec: "az": executable file not found in $PATH\n\n' +
      "\tPlease make sure you have signed in via 'az login' or configured another authentication method.",
  ],
  [
    "sign-in way unknown to the provider",
    "stand-in",
    "error: failed to load Azure credentials.\nDetails: ARM_CLIENT_SECRET is not set: without it nobody can sign in to the embedded tenant.",
  ],
  [
    "no Azure CLI",
    "Microsoft's library",
    "Azure CLI could not be found. Please visit https://aka.ms/azure-cli for installation instructions",
  ],
  ["blocked by Conditional Access", "Entra", "AADSTS53003: Access has been blocked by Conditional Access policies."],
  [
    "throttled",
    "azuread",
    `${REAL}Could not create application: unexpected status 429 (429 Too Many Requests) with error: TooManyRequests: Too many requests`,
  ],
  ["throttled", "stand-in", "error: Could not create application: 429 TooManyRequests: Too many requests"],
  [
    "certificate not trusted",
    "azuread",
    'Get "https://graph.microsoft.com": tls: failed to verify certificate: x509: certificate signed by unknown authority',
  ],
  [
    "no connection",
    "azuread",
    `${INVOKE}1 error occurred:\n\t* performing request: Post "https://login.microsoftonline.com": dial tcp: lookup login.microsoftonline.com: no such host`,
  ],
  [
    "no connection",
    "stand-in",
    `${INVOKE}The embedded tenant does not answer at https://localhost:44365 (ECONNREFUSED): is it running?`,
  ],
  [
    "no connection",
    "Microsoft's library",
    "endpoints_resolution_error: See https://aka.ms/msal.js.errors#endpoints_resolution_error for details",
  ],
];

it.each([
  graph.application(403, "TenantFeatureLocked"),
  graph.grant(403, "Directory_FeatureNotLicensed"),
  'error: unexpected status 403 with response: {"error":{"code":"TenantFeatureLocked","message":"x"}}',
])("a 403 with a code that nobody knows is not called a missing right: %s", (text) => {
  const [found, ...others] = explain(text, "acme");
  expect(others).toEqual([]);
  expect(found).toMatchObject({
    id: "refused for another reason",
    known: "class",
    what: "Microsoft refuses this (403), with a code that this program does not know.",
  });
  expect(
    explain(text.replace(/TenantFeatureLocked|Directory_FeatureNotLicensed/, "Authorization_RequestDenied")),
  ).toMatchObject([{ class: "missing-right" }]);
});

describe("a failure is recognised for what it is, and for nothing else", () => {
  it.each(SEEN)("%s, by %s", (id, _, text) => {
    expect(explain(text, "acme").map((explanation) => explanation.id)).toEqual([id]);
  });

  it.each([
    ['Get "https://localhost:44365/v1.0/x": dial tcp 127.0.0.1:44365: connect: connection refused', "'npm run tenant'"],
    [
      'Get "https://graph.microsoft.com/v1.0/x": dial tcp 127.0.0.1:3128: connect: connection refused',
      "'npm run doctor -- --stack acme'",
    ],
    ["connect ECONNREFUSED 127.0.0.1:3128", "'npm run doctor -- --stack acme'"],
    ["proxyconnect tcp: dial tcp [::1]:3128: connect: connection refused", "'npm run doctor -- --stack acme'"],
  ])("a refused connection is the embedded tenant's only where that was asked: %s", (text, command) => {
    const [found] = explain(text, "acme");
    expect(found).toMatchObject({ id: "no connection", command });
    expect(found?.why.includes("is not running")).toBe(command === "'npm run tenant'");
  });

  it("also between the colours of a terminal", () => {
    expect(explain(`\u001b[38;5;9merror: \u001b[0m${GRANT}\u001b[1m403 ${DENIED}`).map(({ id }) => id)).toEqual([
      "grant refused",
    ]);
  });

  it.each([
    "",
    "Resources:\n    16 unchanged\n\nDuration: 429ms",
    'Outputs:\n    clientId: "x"\n\nResources:\n    + 16 created\n\nDuration: 41s',
    "applicationUrl: https://entra.microsoft.com/appId/40342900-0429-4403-8403-000000000403",
  ])("what is no failure is not explained: %j", (text) => {
    expect(explain(text)).toEqual([]);
  });
});

describe("an explanation", () => {
  const failed = (...roles: string[]) =>
    roles
      .map((role) => `azuread:index:AppRoleAssignment (grant-${role}):\n    error: ${GRANT}403 ${DENIED}`)
      .join("\n");

  it.each([
    [
      ["ActivityFeed.Read"],
      "Entra refuses the grant (403): ActivityFeed.Read of Office 365 Management APIs.",
      "Granting roles of the Office 365 Management APIs takes Cloud Application Administrator; an operator that is an application itself needs AppRoleAssignment.ReadWrite.All.",
    ],
    [
      ["User.Read.All", "Reports.Read.All"],
      "Entra refuses the grant (403): Reports.Read.All of Microsoft Graph, User.Read.All of Microsoft Graph.",
      "Granting roles of Microsoft Graph takes Privileged Role Administrator; an operator that is an application itself needs AppRoleAssignment.ReadWrite.All.",
    ],
    [
      ["ServiceHealth.Read", "ServiceHealth.Read.All"],
      "Entra refuses the grant (403): ServiceHealth.Read of Office 365 Management APIs, ServiceHealth.Read.All of Microsoft Graph.",
      "Granting roles of Microsoft Graph takes Privileged Role Administrator, granting roles of the Office 365 Management APIs takes Cloud Application Administrator; an operator that is an application itself needs AppRoleAssignment.ReadWrite.All.",
    ],
  ])("of a refused grant names the roles, their API, and who may grant them: %j", (roles, what, why) => {
    expect(explain(failed(...roles), "acme")).toMatchObject([{ what, why }]);
  });

  it("is one paragraph, the next command for the stack, and Microsoft's page", () => {
    const [found] = explain("CredentialInvalidLifetimeAsPerAppPolicy", "acme");
    expect(found && paragraph(found)).toBe(
      "The tenant's app management policy wants client secrets to end sooner than esia:secretMonths says. It compares with " +
        "'less than': where the limit is 180 days, 5 months fit and 6 do not always. Set fewer months (doctor says how many, " +
        "where the policy is readable; else fewer again until it fits), then run again.\n" +
        "  'pulumi config set esia:secretMonths 5 --stack acme', then 'pulumi up --stack acme'\n" +
        "  https://learn.microsoft.com/graph/api/resources/applicationauthenticationmethodpolicy",
    );
  });

  it.each([
    [24, 5],
    [5, 2],
    [2, 1],
    [1, 1],
  ])("of a key of %i months that lives too long proposes %i", (secretMonths, fewer) => {
    const [found] = explain("CredentialInvalidLifetimeAsPerAppPolicy", "acme", { secretMonths });
    expect(found?.command).toBe(
      `'pulumi config set esia:secretMonths ${fewer} --stack acme', then 'pulumi up --stack acme'`,
    );
  });

  it("of a key that was made and not read sends to a refresh, and is not taken for a refused setting", () => {
    const text =
      "error: The state holds secret-2 without a key id. Nothing was changed. 'pulumi refresh --stack acme' reads the key's " +
      `dates from Entra again; 'pulumi state delete "urn:pulumi:acme::esia::azuread:index/applicationPassword:ApplicationPassword::secret-2"'`;
    expect(explain(text, "acme")).toMatchObject([
      {
        id: "known by half",
        command: "'pulumi refresh --stack acme', then 'pulumi up --stack acme'",
      },
    ]);
  });

  // What azuread 6.9.1 prints of a grant that was made and could not be read, and of the run after it.
  const GRANTED = "azuread:index/appRoleAssignment:AppRoleAssignment::grant-User.Read.All";
  it("of a grant that was made and not read sends to a refresh, not to another run", () => {
    const text =
      `error: 1 error occurred:\n\t* creating urn:pulumi:acme::esia::${GRANTED}: 1 error occurred:\n\t* retrieving Service ` +
      'Principal Id App Role Assigned To (Service Principal: "bda2f87d"\nApp Role Assignment: "6amGzH"): unexpected status 403 ' +
      "(403 Forbidden) with error: Authorization_RequestDenied: no";
    expect(explain(`grant-User.Read.All: ${text}`, "acme")).toMatchObject([
      { id: "made and not read", command: "'pulumi refresh --stack acme', then 'pulumi up --stack acme'" },
    ]);
  });

  // What azuread 6.9.1 and the engine print of a grant that may not be read while it is taken over.
  it("of a grant that is taken over and may not be read is of a right to read, whoever logs it first", () => {
    const words =
      'retrieving Service Principal Id App Role Assigned To (Service Principal: "bda2f87d"\n    App Role Assignment: "6amGzH"): ' +
      "unexpected status 403 (403 Forbidden) with error: Authorization_RequestDenied: no";
    const printed = (frame: string) =>
      "Diagnostics:\n  azuread:index:AppRoleAssignment (grant-User.Read.All):\n    error:   sdk-v2/provider2.go:571: " +
      `sdk.helper_schema: ${words}: provider=azuread@6.9.1\n    error: ${frame} urn:pulumi:acme::esia::${GRANTED}: 1 error ` +
      `occurred:\n    \t* ${words}\n\n  pulumi:pulumi:Stack (esia-acme):\n    error: update failed\n`;
    expect(explain(printed("refreshing"), "acme")).toMatchObject([
      { id: "reading refused", command: "'npm run doctor -- --stack acme'" },
    ]);
    expect(explain(printed("creating"), "acme")).toMatchObject([{ id: "made and not read" }]);
  });

  it("of something that is taken over and gone sends to adopt, which writes its setting anew or removes it", () => {
    const text =
      "Diagnostics:\n  azuread:index:Application (application):\n    error: resource " +
      "'/applications/0b16f1f2-b5e5-4059-8592-caba0d84b46d' does not exist\n";
    expect(explain(text, "acme")).toMatchObject([
      { id: "nothing to take over", command: "'npm run adopt -- --stack acme --yes', then 'pulumi up --stack acme'" },
    ]);
  });

  it("of a run that came before that refresh lets the state forget the grant and takes it in again", () => {
    const next =
      `'pulumi state delete "urn:pulumi:acme::esia::${GRANTED}" --stack acme', then 'npm run doctor -- --stack acme', then ` +
      "'pulumi up --stack acme'";
    const update = `error: 1 error occurred:\n\t* updating urn:pulumi:acme::esia::${GRANTED}: 1 error occurred:\n\t* doesn't support update`;
    const read =
      `error: unmarshaling urn:pulumi:acme::esia::${GRANTED}'s instance state via upgrade: 1 error occurred:\n\t* parsing ID for ` +
      "`azuread_app_role_assignment`: unable to parse App Role Assignment ID";
    for (const text of [update, read]) {
      expect(explain(text, "acme")).toMatchObject([{ id: "half made, run again", command: next }]);
    }
  });

  it("for the dev stack goes through npm start", () => {
    expect(explain(`${GRANT}400 ${ASSIGNMENT}`, "dev")[0]?.command).toBe(
      "'npm run adopt -- --stack dev --yes', then 'npm start -- up'",
    );
  });

  it("names the role also where the program itself hears of it, by the resource's name", () => {
    expect(explain(`grant-ServiceHealth.Read: ${GRANT}403 ${DENIED}`)[0]?.what).toBe(
      "Entra refuses the grant (403): ServiceHealth.Read of Office 365 Management APIs.",
    );
  });

  it("of a service principal that is there already names the command that takes it over", () => {
    const text =
      'A resource with the ID "bb0fa61d-b113-456b-a680-96594f820b58" already exists: see "azuread_service_principal"';
    expect(explain(text, "acme")[0]?.command).toBe(
      "'npm run adopt -- --stack acme --yes', then 'pulumi up --stack acme'",
    );
  });

  it("is not taken for another failure when it is printed with the first", () => {
    for (const [id, , text] of SEEN) {
      const [explanation] = explain(text, "acme");
      const printed = `${text}\n\n${explanation && paragraph(explanation)}`;
      expect(explain(printed, "acme").map((again) => again.id)).toEqual([id]);
    }
  });

  it("in a run's log is not taken for a failure of what stands before it", () => {
    const failed = `Could not create application: unexpected status 403 (403 Forbidden) with error: ${DENIED}`;
    const [first] = explain(failed, "acme");
    const said = first ? paragraph(first).split("\n") : [];
    const log = [
      "Updating (acme):",
      " +  random:index:RandomUuid mark created (0.03s) ",
      ` +  azuread:index:Application application creating (0s) ${REAL}${failed}: provider=azuread@6.9.1`,
      `    pulumi:pulumi:Stack esia-acme running error: ${said[0]}`,
      " +  azuread:index:Application application **creating failed** error: 1 error occurred:",
      "    pulumi:pulumi:Stack esia-acme running error: update failed",
      "Diagnostics:",
      "  pulumi:pulumi:Stack (esia-acme):",
      `    error: ${said.join("\n    ")}`,
      "    error: update failed",
      "",
      "  azuread:index:Application (application):",
      `    ${REAL}${failed}: provider=azuread@6.9.1`,
      "    error: 1 error occurred:",
      `    \t* ${failed}`,
      "",
      "Resources:",
      "    + 1 created",
      "    2 errored",
    ].join("\n");
    expect(explain(log, "acme")).toMatchObject([{ id: "application refused", action: first?.action, changes: "" }]);
  });

  it("names the command that takes over, where it is the pipeline's name that is there already", () => {
    const log = (name: string) => `Diagnostics:\n  azuread:index:Application (${name}):\n    ${REAL}${DUPLICATE}`;
    expect(explain(log("pipeline"), "acme")).toMatchObject([
      { id: "duplicate name", command: "'npm run doctor -- --stack acme', 'npm run adopt -- --stack acme --yes'" },
    ]);
    expect(explain(log("application"), "acme")).toMatchObject([
      { id: "duplicate name", command: "'npm run doctor -- --stack acme'" },
    ]);
  });

  it("is not given of what a run's outputs speak of", () => {
    const log = [
      "Updating (acme):",
      "Diagnostics:",
      "  azuread:index:AppRoleAssignment (grant-User.Read.All):",
      `    error: ${GRANT}403 ${DENIED}`,
      "",
      "Outputs:",
      '    consentUrl    : "https://login.microsoftonline.com/6f58cbcf/adminconsent?client_id=e000c9d4"',
      "  ~ nextSteps     : [",
      '      - [0]: "open the output consentUrl and accept: that may end on error AADSTS500113, for want of a redirect address."',
      "    ]",
      "Resources:",
      "    5 unchanged",
      "    2 errored",
    ];
    expect(explain(log.join("\n"), "acme").map(({ id }) => id)).toEqual(["grant refused"]);
  });

  it("says of each kind of wrong tenant what it is", () => {
    const why = (code: number) => explain(`AADSTS${code}: x`)[0]?.why;
    expect(why(90002)).toBe(
      "There is no tenant of that id: it is misspelt, or the tenant lives in a national cloud (azuread:environment).",
    );
    expect(why(700016)).toBe(
      "The tenant does not know the operator's client id: one of the two is another customer's.",
    );
    expect(why(50020)).toBe("The user who is signed in is of another tenant, and no guest in this one.");
  });

  it("repeats nothing that could be a secret", () => {
    const secret = "abc8Q~0123456789_.~-abcdefghijklmnopqrst";
    for (const [, , text] of SEEN) {
      const said = explain(`${secret}\n${text} ${secret}\n${secret}`, "acme").map(paragraph).join("\n");
      expect(said).not.toBe("");
      expect(shapesFound(secret, said)).toEqual([]);
    }
  });
});

describe("what Pulumi's SDK says after the engine ended a run", () => {
  const AFTERWARDS = [
    "  pulumi:pulumi:Stack (esia-test):",
    "    error: update failed",
    "",
    "    failed to deliver log message.",
    "    error: Error: Channel has been shut down",
    "    original message: Error: 14 UNAVAILABLE: resource monitor shut down while waiting on output step's done channel",
    "        at callErrorFromStatus (/esia/node_modules/@grpc/grpc-js/src/call.ts:84:17)",
  ];
  const REFUSED = [
    "  azuread:index:AppRoleAssignment (grant-User.Read.All):",
    "    error: 1 error occurred:",
    "    \t* Could not create app role assignment: unexpected status 403 (403 Forbidden) with error: Authorization_RequestDenied: Insufficient privileges to complete the operation.",
    "",
  ];

  it("is no failure of its own beside the one that ended it", () => {
    const text = ["Diagnostics:", ...REFUSED, ...AFTERWARDS, ""].join("\n");
    expect(explain(text, "test").map(({ id }) => id)).toEqual(["grant refused"]);
  });

  it("is what there is where nothing else is known", () => {
    const text = ["Diagnostics:", ...AFTERWARDS, ""].join("\n");
    expect(explain(text, "test").map(({ id }) => id)).toEqual(["plugin broke"]);
  });
});
