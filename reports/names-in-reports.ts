/** Opt-in: names instead of hashes in the tenant's usage reports. The azuread provider has no resource for it. */
import * as pulumi from "@pulumi/pulumi";
import { guid } from "../microsoft/guid.ts";
import { tenantIdOf } from "../microsoft/tenant-id.ts";
import { operatorEndpoints } from "../operator/login.ts";
import type { Command } from "../stack/command.ts";
import { NAMES } from "../stack/names.ts";
import { say } from "../stack/say.ts";
import type { Showing } from "./before-a-run.ts";
import type { Declared } from "./declared.ts";
import type { Inputs as FoundInputs } from "./found-provider.ts";
import { FOUND_LOADER, LOADER } from "./loader.ts";
import { asksTag, foundTag } from "./marker.ts";
import type { Names } from "./names.ts";
import { willNotHide } from "./sentences.ts";

export { namesAsHeld, planNames } from "./before-a-run.ts";

/**
 * Adds which tenant's names are shown. A domain that the state holds as a GUID is not looked up again; that the sign-in
 * leads to this tenant is checked where it is used.
 * @param configured the tenant as azuread has it: a GUID in any spelling, a domain, or ""
 * @param about the whole configuration, by full key, and words of Pulumi's command line as a command for this stack
 * @throws Error with a sentence when it names no tenant
 */
export async function inTenant(
  showing: Showing,
  configured: string,
  { config, command }: { config: Readonly<Record<string, string>>; command: Command },
): Promise<Showing & { tenantId: string }> {
  const { login } = operatorEndpoints({ env: process.env, config });
  const tenantId = guid(configured) ?? showing.tenantId ?? (await tenantIdOf(configured, login, command));
  // What was found in another tenant is no answer for this one.
  const other = showing.tenantId !== undefined && showing.tenantId !== tenantId;
  return { ...showing, tenantId, handedOver: other ? undefined : showing.handedOver };
}

/** Runs the files in reports/. No inputs: Pulumi gives its default one the whole configuration, secrets too, and that to the state. */
class Provider extends pulumi.ProviderResource {
  constructor() {
    super("pulumi-nodejs", "reports", {});
  }
}

type Given<Inputs> = { [Name in keyof Inputs]: pulumi.Input<Inputs[Name]> };

/** What was found, read and saved before names are shown, and put back when this is no longer declared. */
class NamesFound extends pulumi.CustomResource {
  declare readonly found: pulumi.Output<Names>;
  declare readonly problem: pulumi.Output<string>;
  declare readonly look: pulumi.Output<number>;

  constructor(inputs: Given<FoundInputs>, provider: Provider) {
    const outputs = { found: undefined, problem: undefined, look: undefined };
    super(
      "pulumi-nodejs:dynamic/esia:NamesFound",
      NAMES.reportsFound,
      { ...inputs, ...outputs, __provider: FOUND_LOADER },
      { provider },
    );
  }
}

/** Names in the tenant's usage reports, shown as long as this is declared. */
class NamesShown extends pulumi.CustomResource {
  declare readonly names: pulumi.Output<Names>;
  declare readonly problem: pulumi.Output<string>;

  constructor(inputs: Given<Declared>, { found, problem, look }: NamesFound, provider: Provider) {
    super(
      "pulumi-nodejs:dynamic/esia:NamesInReports",
      NAMES.reports,
      { ...inputs, found, problem, look, names: "shown", __provider: LOADER },
      { provider },
    );
  }
}

/**
 * Shows names: first keeps what is there, then shows them. Declared before the application, which carries the markers: so
 * the application is gone, and nothing else is left to lose, when a destroy comes to hiding names again.
 */
export class NamesInReports {
  readonly names: pulumi.Output<Names>;
  /** Tags that the stack's application must carry, so that other stacks in the tenant know. */
  readonly tags: pulumi.Output<string>[];

  constructor({ last, handedOver, ...declared }: Given<FoundInputs>) {
    const provider = new Provider();
    const kept = new NamesFound({ ...declared, last, handedOver }, provider);
    const shown = new NamesShown(declared, kept, provider);
    this.names = shown.names;
    // One by one, so that a preview shows a change of tags although what will be found is not known yet.
    this.tags = [shown.names.apply(asksTag), kept.found.apply(foundTag)];
    pulumi.all([kept.found, shown.problem]).apply(async ([found, problem]) => {
      if (pulumi.runtime.isDryRun()) return;
      if (problem !== "") return say({ severity: "warn", text: problem }, shown);
      const text = willNotHide(found);
      if (text) await say({ severity: "info", text }, shown);
    });
  }
}
