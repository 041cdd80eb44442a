import { createHash } from "node:crypto";
import { because } from "./failures.ts";
import type { GraphClient } from "./graph-client.ts";
import { equals, type GraphObject, text, texts, thePrincipal } from "./graph-object.ts";
import { type Properties, plain, type Value } from "./property-values.ts";
import type { Provider } from "./provider-plugin.ts";
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

/** azuread's functions, by their tokens. */
export const FUNCTIONS: Provider<GraphClient>["functions"] = {
  "azuread:index/getClientConfig:getClientConfig": getClientConfig,
  "azuread:index/getServicePrincipals:getServicePrincipals": getServicePrincipals,
  "azuread:index/getServicePrincipal:getServicePrincipal": getServicePrincipal,
};

/** Who is signed in. */
async function getClientConfig(args: Properties, graph: GraphClient): Promise<Properties> {
  onlyTakes("getClientConfig", args, []);
  const { clientId, tenantId } = graph.settings;
  const objectId = await graph.caller();
  return { clientId, id: `${tenantId}-${clientId}-${objectId}`, objectId, tenantId };
}

/** Service principals by client ids: what is there, in a few words each. */
async function getServicePrincipals(args: Properties, graph: GraphClient): Promise<Properties> {
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
  for (const principal of found) await askForSaml(graph, principal).catch(() => undefined);
  const objectIds = found.map((principal) => text(principal, "id"));
  const digest = createHash("sha1").update(objectIds.join("/")).digest("base64");
  return {
    clientIds: found.map((principal) => text(principal, "appId")),
    displayNames: found.map((principal) => text(principal, "displayName")),
    id: `serviceprincipals#${digest.replaceAll("+", "-").replaceAll("/", "_")}`,
    ignoreMissing: ignoreMissing === true,
    objectIds,
    returnAll: false,
    servicePrincipals: found.map((principal) => {
      const all = propertiesOf(principal);
      const listed = Object.keys(LISTED).map((name) => [name, all[name] ?? null]);
      return { ...Object.fromEntries(listed), samlMetadataUrl: "" };
    }),
  };
}

/** A service principal by client id: all there is to know of one, its roles among it. */
async function getServicePrincipal(args: Properties, graph: GraphClient): Promise<Properties> {
  const appId = clientIdIn(onlyTakes("getServicePrincipal", args, ["clientId"])["clientId"]);
  const $filter = equals("appId", appId);
  const [principal] = await graph
    .list("/servicePrincipals", { $filter })
    .catch(because(`Listing service principals for filter ${JSON.stringify($filter)}`));
  if (!principal) throw new Error(`No service principal found with client ID "${appId}".`);
  const properties = propertiesOf(principal);
  await askForSaml(graph, principal).catch(because(`Retrieving ${thePrincipal(String(properties["id"]))} (beta API)`));
  return properties;
}

/** All that a function can tell of a service principal. */
function propertiesOf(principal: GraphObject): Properties {
  return {
    ...principalProperties(principal),
    alternativeNames: texts(principal, "alternativeNames"),
    id: `/servicePrincipals/${text(principal, "id")}`,
    loginUrl: text(principal, "loginUrl"),
    notificationEmailAddresses: texts(principal, "notificationEmailAddresses"),
    preferredSingleSignOnMode: text(principal, "preferredSingleSignOnMode"),
    samlSingleSignOns: [],
  };
}

/** Asks for what only the beta API has; nothing is made of the answer. */
async function askForSaml(graph: GraphClient, principal: GraphObject): Promise<void> {
  await graph.get(`/beta/servicePrincipals/${text(principal, "id")}`, { $select: "samlMetadataUrl" });
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
