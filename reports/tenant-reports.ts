/** What is asked of the tenant about names in usage reports. */
import { RequestFailed } from "../microsoft/failure.ts";
import { TAGS } from "../stack/names.ts";
import type { Graph } from "./graph.ts";
import { otherStacks } from "./marker.ts";
import type { Names, OtherStack } from "./names.ts";

const SETTINGS = "/v1.0/admin/reportSettings";

export interface TenantReports {
  /** @throws RequestFailed */
  names(): Promise<Names>;
  /** @throws RequestFailed */
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
      const { displayConcealedNames } = await graph.get(SETTINGS, { displayConcealedNames: "boolean" });
      return displayConcealedNames ? "hidden" : "shown";
    },
    change: (to) => graph.patch(SETTINGS, { displayConcealedNames: to === "hidden" }),
    async others() {
      const query = { $filter: `tags/any(t:t eq '${TAGS.showsNames}')`, $select: "displayName,tags" };
      try {
        // All pages: the first may hold this stack's own application alone, or nothing at all.
        const application = { displayName: "string", tags: ["string"] } as const;
        return otherStacks(await graph.list("/v1.0/applications", application, query), mark);
      } catch (error) {
        if (error instanceof RequestFailed && error.status === 403) return undefined;
        throw error;
      }
    },
  };
}
