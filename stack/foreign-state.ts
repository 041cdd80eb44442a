/** Whether a state is another stack's, imported under this one's name. Pure: imports no Pulumi. */
import { pulumiCommand } from "./command.ts";

export interface StackName {
  project: string;
  /** Without organisation and project. */
  stack: string;
}

/**
 * @param urns of all that the state holds
 * @returns the stack that the state is of; undefined when it is this one's own
 */
export function foreignStack(urns: readonly string[], { project, stack }: StackName): string | undefined {
  const foreign = urns.find((urn) => !urn.startsWith(`urn:pulumi:${stack}::${project}::`));
  return foreign?.split("::")[0]?.slice("urn:pulumi:".length);
}

/** What is said of such a state, and the way out. @param from as `foreignStack` gives it */
export function foreignState(stack: string, from: string): { why: string; next: string } {
  return {
    why:
      `The state of stack ${stack} was imported from stack ${from}, and names that one in every resource: a run would make ` +
      "everything anew and remove the keys in use.",
    next:
      `Import it into a stack that is also named ${from} ('pulumi stack init ${from}' in the new backend, then ` +
      `${pulumiCommand("stack import --file FILE", from)}), then ${pulumiCommand("stack rename NEW_NAME", from)}.`,
  };
}
