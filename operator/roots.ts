/** Where to sign in and where Graph is, by the provider's settings. Pure. */
import { cloud, isLoopback } from "../cloud.ts";
import type { ProviderSettings } from "./provider-settings.ts";

export interface Roots {
  login: string;
  graph: string;
  /** Whether it is the embedded tenant on this machine. */
  embedded: boolean;
}

/** "National cloud deployments" (learn.microsoft.com/graph/deployments), by azuread's names for the clouds. */
const GRAPH: Readonly<Record<string, string>> = {
  usgovernment: "https://graph.microsoft.us",
  usgovernmentl4: "https://graph.microsoft.us",
  usgovernmentl5: "https://dod-graph.microsoft.us",
  dod: "https://dod-graph.microsoft.us",
  china: "https://microsoftgraph.chinacloudapi.cn",
};

/** @throws Error for a cloud that azuread does not know, and for a metadata host that is not on this machine */
export function rootsOf({ metadataHost, environment }: Pick<ProviderSettings, "metadataHost" | "environment">): Roots {
  const host = metadataHost.value;
  if (isLoopback(host)) {
    // Its metadata names its own address for both; a test holds the two together.
    return { login: `https://${host}`, graph: `https://${host}`, embedded: true };
  }
  if (host !== "") {
    throw new Error(
      `${metadataHost.from} names ${host}; only the embedded tenant is found by a metadata host here. Choose Microsoft's ` +
        "cloud by azuread:environment or ARM_ENVIRONMENT instead.",
    );
  }
  const name = environment.value || "global";
  const { login } = cloud(name);
  return { login, graph: GRAPH[name.toLowerCase()] ?? "https://graph.microsoft.com", embedded: false };
}
