import type { Properties } from "../../../dev/stand-ins/providers/property-values.ts";
import { ADMINISTRATOR_ID } from "../../../dev/tenant/seed.ts";
import type { Tenant } from "../../../dev/tenant/server.ts";
import type { Held, WireClient } from "./wire-client.ts";

/** Where a step takes place. */
export interface World {
  provider: WireClient;
  tenant: Tenant;
  /** What the steps before have put into the state, by name. */
  held: Map<string, Held>;
}

/** One question of the engine's to the provider, and what has to be there first. */
export interface Step {
  name: string;
  /** Steps that come first, unharmed. */
  after: readonly string[];
  /** Asks; gives what the state holds afterwards under the name of `holds`, or nothing. */
  ask(world: World): Promise<Held | undefined>;
  /** The name under which the state holds the resource. */
  holds?: string;
}

const GRAPH = "00000003-0000-0000-c000-000000000000";
const REPORTS_READ_ALL = "230c1aed-a721-4c5d-9cb4-a90514e508ef";

const APPLICATION: Properties = {
  displayName: "esia",
  signInAudience: "AzureADMyOrg",
  preventDuplicateNames: true,
  fallbackPublicClientEnabled: false,
  requiredResourceAccesses: [{ resourceAppId: GRAPH, resourceAccesses: [{ id: REPORTS_READ_ALL, type: "Role" }] }],
  tags: ["HideApp", "esia-stack:recorded"],
  notes: "Lets ESIA monitor this Microsoft 365 tenant.",
};

const principal = (world: World): Properties => ({
  clientId: held(world, "application").properties["clientId"] ?? null,
  appRoleAssignmentRequired: true,
  tags: ["HideApp"],
});

const credential = (world: World): Properties => ({
  applicationId: held(world, "application").id,
  displayName: "pipeline",
  issuer: "https://token.actions.githubusercontent.com",
  subject: "repo:contoso/esia:environment:production",
  audiences: ["api://AzureADTokenExchange"],
});

/** Every question that this project's stacks put to the provider in a life, from signing in to the last delete. */
export const LIFE: readonly Step[] = [
  {
    name: "sign in",
    after: [],
    async ask({ provider, tenant }) {
      await provider.configure({ metadataHost: tenant.metadataHost, environment: "public" });
      return undefined;
    },
  },
  {
    name: "look APIs up",
    after: ["sign in"],
    async ask({ provider }) {
      const args = { clientIds: [GRAPH], ignoreMissing: true };
      await provider.invoke("azuread:index/getServicePrincipals:getServicePrincipals", args);
      return undefined;
    },
  },
  {
    name: "look an API up",
    after: ["sign in"],
    async ask({ provider }) {
      await provider.invoke("azuread:index/getServicePrincipal:getServicePrincipal", { clientId: GRAPH });
      return undefined;
    },
  },
  making("application", "Application", ["sign in"], () => APPLICATION),
  reading("application", ["create application"]),
  importing("application", ["create application"]),
  {
    name: "update application",
    after: ["sign in", "create application"],
    holds: "application",
    ask: (world) => world.provider.update(held(world, "application"), { ...APPLICATION, notes: "Changed." }),
  },
  {
    name: "give application an owner",
    after: ["sign in", "create application"],
    holds: "application",
    ask: (world) => world.provider.update(held(world, "application"), { ...APPLICATION, owners: [ADMINISTRATOR_ID] }),
  },
  making("service principal", "ServicePrincipal", ["sign in", "create application"], principal),
  reading("service principal", ["create application", "create service principal"]),
  importing("service principal", ["create application", "create service principal"]),
  {
    name: "update service principal",
    after: ["sign in", "create application", "create service principal"],
    holds: "service principal",
    ask: (world) => world.provider.update(held(world, "service principal"), { ...principal(world), notes: "Changed." }),
  },
  making("grant", "AppRoleAssignment", ["sign in", "create application", "create service principal"], (world) => ({
    appRoleId: REPORTS_READ_ALL,
    principalObjectId: held(world, "service principal").properties["objectId"] ?? null,
    resourceObjectId: graphIn(world.tenant),
  })),
  reading("grant", ["create application", "create service principal", "create grant"]),
  importing("grant", ["create application", "create service principal", "create grant"]),
  making("secret", "ApplicationPassword", ["sign in", "create application"], (world) => ({
    applicationId: held(world, "application").id,
    displayName: "ESIA key 1",
    endDate: "2027-11-23T00:00:00Z",
  })),
  reading("secret", ["create application", "create secret"]),
  making(
    "federated credential",
    "ApplicationFederatedIdentityCredential",
    ["sign in", "create application"],
    credential,
  ),
  reading("federated credential", ["create application", "create federated credential"]),
  {
    name: "update federated credential",
    after: ["sign in", "create application", "create federated credential"],
    holds: "federated credential",
    ask: (world) =>
      world.provider.update(held(world, "federated credential"), {
        ...credential(world),
        subject: "repo:a/b:environment:c",
      }),
  },
  making("owner", "ApplicationOwner", ["sign in", "create application"], (world) => ({
    applicationId: held(world, "application").id,
    ownerObjectId: ADMINISTRATOR_ID,
  })),
  reading("owner", ["create application", "create owner"]),
  removing("owner", ["create application", "create owner"]),
  removing("federated credential", ["create application", "create federated credential"]),
  removing("secret", ["create application", "create secret"]),
  removing("grant", ["create application", "create service principal", "create grant"]),
  removing("service principal", ["create application", "create service principal"]),
  removing("application", ["create application"]),
];

function held(world: World, name: string): Held {
  const found = world.held.get(name);
  if (!found) throw new Error(`The state does not hold the ${name}.`);
  return found;
}

function making(name: string, type: string, after: readonly string[], wanted: (world: World) => Properties): Step {
  return { name: `create ${name}`, after, holds: name, ask: (world) => world.provider.create(type, wanted(world)) };
}

function reading(name: string, after: readonly string[]): Step {
  return {
    name: `read ${name}`,
    after: ["sign in", ...after],
    holds: name,
    ask: (world) => world.provider.read(held(world, name)),
  };
}

/** As the engine reads what is taken over: by its id alone. */
function importing(name: string, after: readonly string[]): Step {
  return {
    name: `import ${name}`,
    after: ["sign in", ...after],
    holds: name,
    ask: (world) => world.provider.read({ ...held(world, name), properties: {}, inputs: {} }),
  };
}

function removing(name: string, after: readonly string[]): Step {
  return {
    name: `delete ${name}`,
    after: ["sign in", ...after],
    holds: name,
    async ask(world) {
      await world.provider.delete(held(world, name));
      return undefined;
    },
  };
}

function graphIn(tenant: Tenant): string {
  const graph = tenant.directory.servicePrincipals.find((one) => one.graph.appId === GRAPH);
  if (!graph) throw new Error("The tenant has no Microsoft Graph.");
  return graph.graph.id;
}
