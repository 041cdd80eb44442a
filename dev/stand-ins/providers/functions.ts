import { createHash } from "node:crypto";
import { because } from "./failures.ts";
import type { GraphClient } from "./graph-client.ts";
import { equals, type GraphObject, text, texts } from "./graph-object.ts";
import { thePrincipal } from "./objects-in-words.ts";
import { type Properties, plain, type Value } from "./property-values.ts";
import type { ProviderFunction } from "./provider-plugin.ts";
import { principalProperties } from "./service-principal-properties.ts";
import { uuid } from "./value-rules.ts";

/** What `getServicePrincipals` tells of each that Graph tells too: azuread's name for it, and Graph's. */
const LISTED = {
  accountEnabled: "accountEnabled",
  appRoleAssignmentRequired: "appRoleAssignmentRequired",
  applicationTenantId: "appOwnerOrganizationId",
  clientId: "appId",
  displayName: "displayName",
  objectId: "id",
  preferredSingleSignOnMode: "preferredSingleSignOnMode",
  servicePrincipalNames: "servicePrincipalNames",
  signInAudience: "signInAudience",
  tags: "tags",
  type: "servicePrincipalType",
};
const SELECTED = Object.values(LISTED).sort().join(",");

/** azuread's `getClientConfig`: who is signed in. */
const getClientConfig: ProviderFunction<GraphClient> = {
  token: "azuread:index/getClientConfig:getClientConfig",
  async call(args, graph) {
    onlyTakes("getClientConfig", args, []);
    const { clientId, tenantId } = graph.settings;
    const objectId = await graph.caller();
    return { clientId, id: `${tenantId}-${clientId}-${objectId}`, objectId, tenantId };
  },
};

/** azuread's `getServicePrincipals`, by client ids: what is there, in a few words each. */
const getServicePrincipals: ProviderFunction<GraphClient> = {
  token: "azuread:index/getServicePrincipals:getServicePrincipals",
  async call(args, graph) {
    const { clientIds, ignoreMissing } = onlyTakes("getServicePrincipals", args, ["clientIds", "ignoreMissing"]);
    if (!Array.isArray(clientIds) || clientIds.length === 0) {
      throw new Error("getServicePrincipals is served only with clientIds.");
    }
    const found: GraphObject[] = [];
    for (const clientId of clientIds.map(String)) {
      const query = { $filter: equals("appId", clientIdIn(clientId)), $select: SELECTED };
      const [principal] = await graph
        .list("/servicePrincipals", query)
        .catch(because(`Finding service principals with application ID: "${clientId}"`));
      if (principal) found.push(principal);
      else if (ignoreMissing !== true) {
        throw new Error(`Service principal not found with application ID: "${clientId}"`);
      }
    }
    // azuread asks for their SAML addresses, and lets a failure be.
    for (const principal of found) await graph.get(samlAddressOf(principal)).catch(() => undefined);
    return principalList(found, ignoreMissing === true);
  },
};

/** azuread's `getServicePrincipal`, by client id: all there is to know of one, its roles among it. */
const getServicePrincipal: ProviderFunction<GraphClient> = {
  token: "azuread:index/getServicePrincipal:getServicePrincipal",
  async call(args, graph) {
    const { clientId } = onlyTakes("getServicePrincipal", args, ["clientId"]);
    const appId = clientIdIn(clientId);
    const $filter = equals("appId", appId);
    const [principal] = await graph
      .list("/servicePrincipals", { $filter })
      .catch(because(`Listing service principals for filter ${JSON.stringify($filter)}`));
    if (!principal) throw new Error(`No service principal found with client ID "${appId}".`);
    await graph
      .get(samlAddressOf(principal))
      .catch(because(`Retrieving ${thePrincipal(text(principal, "id"))} (beta API)`));
    return functionProperties(principal);
  },
};

export const FUNCTIONS: readonly ProviderFunction<GraphClient>[] = [
  getClientConfig,
  getServicePrincipals,
  getServicePrincipal,
];

function principalList(found: readonly GraphObject[], ignoreMissing: boolean): Properties {
  const objectIds = found.map((principal) => text(principal, "id"));
  const digest = createHash("sha1").update(objectIds.join("/")).digest("base64");
  return {
    clientIds: found.map((principal) => text(principal, "appId")),
    displayNames: found.map((principal) => text(principal, "displayName")),
    id: `serviceprincipals#${digest.replaceAll("+", "-").replaceAll("/", "_")}`,
    ignoreMissing,
    objectIds,
    returnAll: false,
    servicePrincipals: found.map((principal) => {
      const all = functionProperties(principal);
      const listed = Object.keys(LISTED).map((name) => [name, all[name] ?? null]);
      return { ...Object.fromEntries(listed), samlMetadataUrl: "" };
    }),
  };
}

/** All that a function can tell of a service principal. */
function functionProperties(principal: GraphObject): Properties {
  return {
    ...principalProperties(principal),
    alternativeNames: texts(principal, "alternativeNames"),
    id: principalId(principal),
    loginUrl: text(principal, "loginUrl"),
    notificationEmailAddresses: texts(principal, "notificationEmailAddresses"),
    preferredSingleSignOnMode: text(principal, "preferredSingleSignOnMode"),
    samlSingleSignOns: [],
  };
}

function principalId(principal: GraphObject): string {
  return `/servicePrincipals/${text(principal, "id")}`;
}

/** Where only the beta API has it. */
function samlAddressOf(principal: GraphObject): string {
  return `/beta${principalId(principal)}?${new URLSearchParams({ $select: "samlMetadataUrl" })}`;
}

function onlyTakes(name: string, args: Properties, taken: readonly string[]): Properties {
  const unserved = Object.keys(plain(args)).find((one) => !taken.includes(one));
  if (unserved !== undefined) {
    throw new Error(
      `${unserved} of ${name} is not served by this stand-in, which takes ${taken.join(", ") || "nothing"}.`,
    );
  }
  return args;
}

function clientIdIn(value: Value | undefined): string {
  const wrong = uuid(value ?? "");
  if (wrong !== undefined) throw new Error(`clientId ${wrong}.`);
  return String(value);
}
