/** Where to sign in and where both APIs are, by azuread's settings of the cloud. Pure. */
import { quoted } from "../machine/printed.mjs";
import { type Cloud, cloud } from "./clouds.ts";
import { isLoopback } from "./this-machine.ts";

export interface Api {
  /** Without a slash at its end. */
  root: string;
  /** What a token is asked for: "The .default scope" (learn.microsoft.com/entra/identity-platform/scopes-oidc). */
  scope: string;
}

export interface Endpoints {
  /** Where tokens come from, without a slash at its end. */
  login: string;
  /** Whether it is the embedded tenant on this machine. */
  embedded: boolean;
  graph: Api;
  /** Absent where Microsoft documents none. */
  management?: Api;
  /** Whether there are usage reports to read. */
  reports: boolean;
  /** Whether the Management API's root is one that a tenant of GCC would not be found at, and could be meant. */
  couldBeGcc: boolean;
}

export interface CloudSettings {
  /** azuread's environment, or what stands in for it; undefined or empty when nobody set it. */
  environment: string | undefined;
  /** azuread's metadataHost, and the name of the setting or variable it comes from. */
  metadataHost: { value: string | undefined; from: string };
  /** A tenant of GCC lives in the global cloud, with a Management API of its own: nothing in the stack tells. */
  gcc?: boolean;
}

/** @throws Error for a cloud that azuread does not know, a foreign metadata host, or GCC in a cloud that has none */
export function endpointsOf({ environment, metadataHost, gcc = false }: CloudSettings): Endpoints {
  const host = metadataHost.value || undefined;
  const embedded = isLoopback(host);
  if (host !== undefined && !embedded) {
    throw new Error(
      `${metadataHost.from} names ${quoted(host)}; only the embedded tenant is found by a metadata host here. Choose Microsoft's ` +
        "cloud by azuread:environment or ARM_ENVIRONMENT instead.",
    );
  }
  // The embedded tenant is one of the global cloud's, whatever else is set: it knows both APIs by that cloud's names.
  const found: Cloud = embedded ? cloud() : cloud(environment);
  if (gcc && found.managementOfGcc === undefined) {
    throw new Error(
      `--gcc does not go with azuread:environment ${environment?.toLowerCase()}: GCC signs in at the global cloud. ` +
        "Leave out one of them.",
    );
  }
  const management = gcc ? found.managementOfGcc : found.management;
  // Its metadata names its own address for everything; a test holds the two together.
  const own = embedded ? `https://${host}` : undefined;
  const graph = own ?? found.graph;
  return {
    login: own ?? found.login,
    embedded,
    graph: { root: graph, scope: `${graph}/.default` },
    ...(management !== undefined && { management: { root: own ?? management, scope: `${management}/.default` } }),
    reports: found.usageReports,
    couldBeGcc: !embedded && !gcc && found.managementOfGcc !== undefined,
  };
}
