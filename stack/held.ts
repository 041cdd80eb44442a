/** What the stack's own state holds at the start of a run: the one memory that cannot disagree with itself. */
import * as pulumi from "@pulumi/pulumi";
import { foreignStack, foreignState } from "./foreign-state.ts";
import { refusal } from "./say.ts";

export interface Held {
  urn: string;
  type: string;
  /** The logical name that index.ts gave it. */
  name: string;
  /** The provider's outputs; secrets are in clear here, in memory only. */
  outputs: Readonly<Record<string, unknown>>;
}

/**
 * Reads the resources of this stack as the state had them before this run; empty before the first.
 *
 * Through the engine's built-in `readStackResourceOutputs`, which its tests cover and no page documents
 * (pulumi/pulumi, pkg/resource/deploy/builtins.go). The documented StackReference to oneself would leave a resource
 * behind that makes a refresh fail after `pulumi stack rename`.
 * @throws RunError when the state is another stack's: the engine would make everything anew and remove what it holds
 */
export async function readHeld(): Promise<Held[]> {
  const stackName = `${pulumi.getOrganization()}/${pulumi.getProject()}/${pulumi.getStack()}`;
  const { outputs } = await pulumi.runtime.invoke("pulumi:pulumi:readStackResourceOutputs", { stackName }, {});
  const held = Object.entries(outputs as Record<string, Omit<Held, "name" | "urn">>);
  const stack = pulumi.getStack();
  const from = foreignStack(
    held.map(([urn]) => urn),
    { project: pulumi.getProject(), stack },
  );
  if (from !== undefined) {
    const { why, next } = foreignState(stack, from);
    throw refusal(`${why} Nothing was changed. ${next}`);
  }
  return held.map(([urn, { type, outputs: values }]) => ({
    urn,
    type,
    name: urn.slice(urn.lastIndexOf("::") + 2),
    outputs: values,
  }));
}
