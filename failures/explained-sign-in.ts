/** Failures of signing in that carry no number of Entra's: the words of the Azure CLI, go-azure-sdk and @azure/identity. Data. */
import { CHECKED_VERSION } from "../operator/provider-check.ts";
import type { Explained } from "./kinds.ts";

export const SIGN_INS: readonly Explained[] = [
  {
    id: "sign-in way unknown to the provider",
    class: "operator-credential",
    signs: { phrases: [/failed to load Azure credentials/] },
    what: "The azuread provider finds no way to sign in that it knows, before it asks anybody.",
    why:
      `pulumi-azuread ${CHECKED_VERSION} knows ARM_CLIENT_SECRET, ARM_CLIENT_CERTIFICATE_PATH, ARM_OIDC_TOKEN, GitHub Actions, a ` +
      "managed identity, and at last a signed-in Azure CLI. It does not know files with a secret, a client id or an OIDC token, " +
      "a certificate in base64, AKS workload identity, Azure Pipelines' own variables, and ARM_USE_OIDC or ARM_USE_MSI other than true.",
    action: ({ next }) =>
      "Set the value itself in one of these variables, with ARM_TENANT_ID and ARM_CLIENT_ID (doctor says which in place of " +
      `which)${next.way === undefined || next.way === "Azure CLI" ? ", or sign in with az" : ""}.`,
    command: ({ next }) => next.doctor,
  },
  {
    id: "no managed identity",
    class: "operator-credential",
    signs: {
      phrases: [
        /169\.254\.169\.254/,
        /ManagedIdentityAuthorizer/,
        /"?Identity not found/,
        /ManagedIdentityCredential/,
        /MSI endpoint/,
      ],
    },
    what: "This machine has no managed identity, or not the one that is meant.",
    why: "Managed identities live on Azure's own machines, and are assigned to each; a container or a laptop has none.",
    action:
      "Run where the identity is assigned (ARM_CLIENT_ID picks one of several), or set ARM_USE_MSI to false and sign in in another way.",
    command: ({ next }) => next.doctor,
  },
  {
    id: "no Azure CLI",
    class: "operator-credential",
    signs: {
      phrases: [
        /Azure CLI could not be found/,
        /launching Azure CLI/,
        /exec: "az": executable file not found/,
        /could not (?:parse|detect) Azure CLI version/,
        /unsupported Azure CLI version/,
      ],
    },
    what: "Nobody is signed in: the Azure CLI, the last way that is tried, is not installed or too old.",
    why: "No client secret, certificate, OIDC token or managed identity is set, or a part of it is missing.",
    action: "Install the Azure CLI and sign in, or set ARM_TENANT_ID, ARM_CLIENT_ID and ARM_CLIENT_SECRET.",
    command: ({ next }) => `${next.login(true)}, then ${next.again}`,
  },
  {
    id: "nobody signed in",
    class: "sign-in",
    signs: {
      phrases: [
        /az login[^\n]{0,40} to set ?up account/,
        /No subscriptions? found/i,
        /[Pp]lease run:?\s{1,3}'?"?az login/,
        /no available subscription IDs/,
        /default tenant ID could not be determined/,
        /azure-cli could not determine tenant ID/,
        /Azure CLI needs? to .{0,20}log ?in/i,
        /account details were nil/,
      ],
    },
    what: "Nobody is signed in to the Azure CLI, or not to this tenant.",
    why: "The Azure CLI keeps sign-ins for each user of a machine; a tenant without Azure subscriptions has to be named.",
    action: "Sign in, then run again.",
    command: ({ next }) => `${next.login(true)}, then ${next.again}`,
  },
  {
    id: "way not known",
    class: "operator-credential",
    signs: {
      phrases: [
        /no Authorizer could be configured/,
        /configure \w{1,40} Authorizer/,
        /could not decode (?:client certificate|PKCS#12)|could not read PKCS#12/,
        /mismatch between supplied/,
        /reading (?:OIDC Token|Client ID|Client Secret) from file/,
        /could not determine Tenant ID/i,
      ],
    },
    what: "The azuread provider finds no way to sign in that it can use.",
    why:
      "A part is missing or unreadable, or it is a way that Pulumi's provider does not know: it takes a client secret, a " +
      "certificate by its path, ARM_OIDC_TOKEN, GitHub's OIDC, a managed identity and the Azure CLI; not token, id or secret files, AKS or Azure Pipelines' variables.",
    action:
      "Let doctor say which way would be taken and what is missing. Instead of ARM_OIDC_TOKEN_FILE_PATH set ARM_OIDC_TOKEN to the file's content.",
    command: ({ next }) => next.doctor,
  },
  {
    id: "ID token not given",
    class: "federation",
    signs: {
      phrases: [
        /(?:github|adoPipeline)Assertion/,
        /nil JWT assertion/,
        /ACTIONS_ID_TOKEN_REQUEST/,
        /assertion was nil/,
        /Unable to get ACTIONS_ID_TOKEN/,
      ],
    },
    what: "The pipeline gave no ID token to sign in with.",
    why: "The job may not ask for one (GitHub: permissions, id-token: write), or its service connection is not named.",
    action: "Give the job the permission, then run the job again.",
    command: ({ next }) => next.again,
  },
  {
    id: "odd answer to the sign-in",
    class: "sign-in",
    signs: { phrases: [/\[object Object\]/] },
    what: "What answered the sign-in gave a reason in a form that is not Entra's.",
    why: "Mostly something between this machine and Microsoft answers in its place: a proxy, a managed identity's endpoint, another cloud's address.",
    action:
      "Check HTTPS_PROXY, azuread:environment and azuread:metadataHost; doctor says by which way the sign-in goes.",
    command: ({ next }) => next.doctor,
  },
];
