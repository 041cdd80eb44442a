/** What is asked of the tenant about names in usage reports. */
import { type Graph, GraphRefusal } from "./graph.ts";
import { type OtherStack, otherStacks, SHOWS_NAMES } from "./marker.ts";
import type { Names } from "./names.ts";

const SETTINGS = "/admin/reportSettings";

export interface TenantReports {
  /** @throws GraphRefusal, or Error when there was no answer */
  names(): Promise<Names>;
  /** @throws GraphRefusal, or Error when there was no answer */
  change(to: "shown" | "hidden"): Promise<void>;
  /** @returns undefined when the operator may not know. @throws as above */
  others(): Promise<OtherStack[] | undefined>;
}

/**
 * Source of the address, the body and its polarity: "Update adminReportSettings"
 * (learn.microsoft.com/graph/api/adminreportsettings-update).
 * @param mark this stack's own mark
 */
export function tenantReports(graph: Graph, mark: string): TenantReports {
  return {
    async names() {
      const { displayConcealedNames } = await graph.get(SETTINGS);
      if (typeof displayConcealedNames !== "boolean") {
        throw new Error("Microsoft Graph's report settings lack displayConcealedNames");
      }
      return displayConcealedNames ? "hidden" : "shown";
    },
    change: (to) => graph.patch(SETTINGS, { displayConcealedNames: to === "hidden" }),
    async others() {
      const filter = encodeURIComponent(`tags/any(t:t eq '${SHOWS_NAMES}')`);
      try {
        // One page is enough: one other stack is as good as a hundred.
        const { value } = await graph.get(`/applications?$filter=${filter}&$select=displayName,tags`);
        return otherStacks(value as { displayName: string; tags: string[] }[], mark);
      } catch (error) {
        if (error instanceof GraphRefusal && error.status === 403) return undefined;
        throw error;
      }
    },
  };
}
