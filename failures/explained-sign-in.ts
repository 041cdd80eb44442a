/** Failures of signing in and of reaching Microsoft, explained; see explained.ts for where the words come from. Pure. */
import { CHECKED_VERSION } from "../operator/provider-check.ts";
import type { Explained, Next } from "./explanation.ts";

const logIn = (next: Next) => `'az login --tenant TENANT', then ${next.pulumi("up")}`;
const setSecret = (next: Next) =>
  `set ARM_CLIENT_SECRET, or: ${next.pulumi("config set --secret azuread:clientSecret")} (it asks for the value)`;

export const EXPLAINED_SIGN_IN: readonly Explained[] = [
  {
    id: "wrong tenant",
    pattern: /AADSTS(?:90002|900023|50020|700016)\b/,
    say: ([code], next) => ({
      what: `The sign-in is at the wrong tenant, or in the wrong cloud (${code}).`,
      why:
        code === "AADSTS700016"
          ? "The tenant does not know the operator's client id: one of the two is another customer's."
          : code === "AADSTS50020"
            ? "The user who is signed in is of another tenant, and no guest in this one."
            : "There is no tenant of that id: it is misspelt, or the tenant lives in a national cloud (azuread:environment).",
      action:
        "Compare azuread:tenantId (or ARM_TENANT_ID) and ARM_CLIENT_ID with the tenant's overview page in Entra; nothing was changed.",
      command: next.pulumi("config set azuread:tenantId TENANT"),
    }),
  },
  {
    id: "wrong secret",
    pattern: /AADSTS7000215\b/,
    say: ([code], next) => ({
      what: `Entra does not know the operator's client secret (${code}).`,
      why: "It is another application's, was removed, or is the secret's ID: what is needed is its value, which Entra shows once.",
      action: "Make a new secret for the operator's application, and set its value; nothing was changed.",
      command: setSecret(next),
    }),
  },
  {
    id: "expired secret",
    pattern: /AADSTS7000222\b/,
    say: ([code], next) => ({
      what: `The client secret that the operator signs in with has expired (${code}).`,
      why: "This is the operator's own secret, not the one that the stack makes for ESIA.",
      action: "Make a new secret for the operator's application, and set its value; nothing was changed.",
      command: setSecret(next),
    }),
  },
  {
    id: "certificate or federation refused",
    pattern: /AADSTS(?:700027|700024|70021|700211|700212|700213)\b/,
    say: ([code], next) => ({
      what: `Entra does not accept the operator's certificate or ID token (${code}).`,
      why:
        code === "AADSTS700024"
          ? "It is not valid at this time: the certificate has expired, or this machine's clock is wrong."
          : "It is not registered on the operator's application, or the federation is for another repository, branch or environment.",
      action: "Compare it with Certificates & secrets of the operator's application in Entra; nothing was changed.",
      command: next.doctor,
    }),
  },
  {
    id: "expired sign-in",
    pattern:
      /AADSTS(?:700082|70043|70008|50173|50076|50078|50079|50132|50133)\b|InvalidAuthenticationToken[^\n]*expired|[Pp]lease run '?az login|az login[^\n]* to (?:setup|set up) account/,
    say: (_, next) => ({
      what: "The sign-in has expired, or Entra wants it renewed.",
      why: "Sign-ins end with time, after a change of password, and where multi-factor authentication is asked for anew.",
      action: "Sign in again, then run again: it goes on where it stopped.",
      command: logIn(next),
    }),
  },
  {
    // Drop it with the azuread that mends it, see operator/provider-check.ts.
    id: "sign-in way unknown to the provider",
    pattern: /failed to load Azure credentials/,
    say: (_, next) => ({
      what: "The azuread provider finds no way to sign in that it knows, before it asks anybody.",
      why:
        `pulumi-azuread ${CHECKED_VERSION} knows ARM_CLIENT_SECRET, ARM_CLIENT_CERTIFICATE_PATH, ARM_OIDC_TOKEN, GitHub Actions, a ` +
        "managed identity, and at last a signed-in Azure CLI. It does not know files with a secret, a client id or an OIDC token, " +
        "a certificate in base64, AKS workload identity, Azure Pipelines' own variables, and ARM_USE_OIDC or ARM_USE_MSI other than true.",
      action:
        "Set the value itself in one of these variables, with ARM_TENANT_ID and ARM_CLIENT_ID (doctor says which in place of which), " +
        "or sign in with az; nothing was changed.",
      command: next.doctor,
    }),
  },
  {
    id: "no Azure CLI",
    // Not where the provider's own check says it: that looked for other ways first, see above.
    pattern:
      /^(?![\s\S]*failed to load Azure credentials)[\s\S]*?(?:Azure CLI could not be found|launching Azure CLI[^\n]*|exec: "az": executable file not found)/,
    say: (_, next) => ({
      what: "Nobody is signed in: the Azure CLI, the last way that is tried, is not installed.",
      why: "No client secret, certificate, OIDC token or managed identity is set, or a part of it is missing.",
      action: "Install the Azure CLI and sign in, or set ARM_TENANT_ID, ARM_CLIENT_ID and ARM_CLIENT_SECRET.",
      command: logIn(next),
    }),
  },
  {
    id: "blocked by Conditional Access",
    pattern: /AADSTS(?:53003|53000|53001|530035)\b/,
    say: ([code], next) => ({
      what: `A Conditional Access policy of the tenant blocks the sign-in (${code}).`,
      why: "It wants another place, device or way of signing in.",
      action: "Sign in as the policy wants, or ask an administrator for an exception; nothing was changed.",
      command: logIn(next),
    }),
  },
  {
    id: "throttled",
    pattern: /(?:status|:) 429\b|TooManyRequests|AADSTS90055\b/,
    say: (_, next) => ({
      what: "Microsoft throttles: too many requests came in a short time (429).",
      why: "Other programs in the tenant count, too. The provider has waited and tried again several times.",
      action: "Wait some minutes, then run again: it goes on where it stopped.",
      command: next.pulumi("up"),
    }),
  },
  {
    id: "certificate not trusted",
    pattern: /x509: |CERT_HAS_EXPIRED|SELF_SIGNED_CERT|UNABLE_TO_(?:GET|VERIFY)|is not trusted \(/,
    say: (_, next) => ({
      what: "The certificate of the sign-in server or of Graph is not trusted.",
      why: "A proxy on the way puts its own in its place, or this machine's certificates or clock are out of date.",
      action:
        "Name the proxy's certificate in SSL_CERT_FILE (Pulumi) and NODE_EXTRA_CA_CERTS (Node). Never switch the check off.",
      command: next.doctor,
    }),
  },
  {
    id: "no connection",
    pattern:
      /connection refused|no such host|i\/o timeout|network is unreachable|ECONNREFUSED|ENOTFOUND|ETIMEDOUT|EAI_AGAIN|endpoints_resolution_error|network_error|embedded tenant does not answer/,
    say: (_, next, text) => ({
      what: "There is no connection to Microsoft's sign-in server or to Graph.",
      why: /localhost|127\.0\.0\.1/.test(text)
        ? "The embedded tenant, which this stack is for, is not running."
        : "The network is down, a name is not found, or a proxy is needed (HTTPS_PROXY).",
      action: /localhost|127\.0\.0\.1/.test(text)
        ? "Start it in another terminal, and set what it prints; nothing was changed."
        : "Check the network, then run again; nothing was changed by what could not be sent.",
      command: /localhost|127\.0\.0\.1/.test(text) ? "'npm run tenant'" : next.doctor,
    }),
  },
];
