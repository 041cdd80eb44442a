/** Opt-in: names instead of hashes in the tenant's usage reports. The azuread provider has no resource for it. */
import * as pulumi from "@pulumi/pulumi";
import { NAMES_IN_REPORTS } from "./reports/before-a-run.ts";
import { LOADER } from "./reports/loader.ts";
import { asksTag, foundTag } from "./reports/marker.ts";
import type { Names } from "./reports/names.ts";
import type { Declared } from "./reports/provider.ts";
import { willNotHide } from "./reports/sentences.ts";

export { planNames } from "./reports/before-a-run.ts";

/** Runs provider.ts. No inputs: Pulumi gives its default one the whole configuration, secrets too, and that to the state. */
class Provider extends pulumi.ProviderResource {
  constructor() {
    super("pulumi-nodejs", "reports", {});
  }
}

/** Names in the tenant's usage reports, shown as long as this is declared. */
export class NamesInReports extends pulumi.CustomResource {
  declare readonly names: pulumi.Output<Names>;
  declare readonly found: pulumi.Output<Names>;
  declare readonly problem: pulumi.Output<string>;
  /** Tags that the stack's application must carry, so that other stacks in the tenant know. */
  readonly tags: pulumi.Output<string>[];

  /**
   * Declared before the application, which carries the markers: so the application is gone, and nothing else is left to
   * lose, when a destroy comes to hiding names again.
   */
  constructor(inputs: { [Name in keyof Declared]: pulumi.Input<Declared[Name]> }) {
    super(
      "pulumi-nodejs:dynamic/esia:NamesInReports",
      NAMES_IN_REPORTS,
      { ...inputs, names: "shown", found: undefined, problem: undefined, __provider: LOADER },
      { provider: new Provider() },
    );
    // One by one, so that a preview shows a change of tags although what will be found is not known yet.
    this.tags = [this.names.apply(asksTag), this.found.apply(foundTag)];
    pulumi.all([this.found, this.problem]).apply(async ([found, problem]) => {
      if (pulumi.runtime.isDryRun()) return;
      if (problem !== "") return pulumi.log.warn(problem, this);
      const text = willNotHide(found);
      if (text) await pulumi.log.info(text, this);
    });
  }
}
