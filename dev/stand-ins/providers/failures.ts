import type { Existing } from "./resource-kind.ts";

/** Thrown when a resource that was just made or changed is not found when it is read again. */
export class Vanished extends Error {}

/** Thrown when a resource could not be made or changed like this, before anything is tried. */
export class Forbidden extends Error {}

/** Thrown when a resource exists although its making has failed half-way: the engine then keeps it in the state. */
export class PartlyMade extends Error {
  readonly made: Existing;

  constructor(made: Existing, reason: string) {
    super(reason);
    this.made = made;
  }
}

/** The sentence in whatever was thrown. */
export function reason(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}

/** For use in `catch`: repeats a refusal with what was being done when it came. */
export function because(doing: string): (thrown: unknown) => never {
  return (thrown) => {
    throw new Error(`${doing}: ${reason(thrown)}`);
  };
}

/** What the engine had asked for when a provider failed. */
export type Asked = "creating" | "refreshing" | "updating" | "deleting";

/**
 * Puts a failure into the frame that bridged providers put around it: people search for their words.
 * Source: pulumi-terraform-bridge v3, pkg/tfbridge/provider.go, and what azuread 6.9.1 was heard to say.
 *
 * @param urn the resource's
 */
export function framed(asked: Asked, urn: string, thrown: unknown): Error {
  const creating = asked === "creating";
  if (thrown instanceof Forbidden) return new Error(`diffing ${urn}: ${oneError(thrown)}`);
  if (thrown instanceof PartlyMade) return new PartlyMade(thrown.made, `${asked} ${urn}: ${oneError(thrown)}`);
  if (!(thrown instanceof Vanished)) return new Error(`${creating ? "" : `${asked} ${urn}: `}${oneError(thrown)}`);
  if (creating) return new Error(`expected non-nil error with nil state during Create of ${urn}`);
  return new Error(
    `Resource provider reported that the resource did not exist while ${asked} ${urn}.\n\nThis is usually a result of the ` +
      "resource having been deleted outside of Pulumi, and can often be fixed by running `pulumi refresh` before updating.",
  );
}

/** The list of one error that Terraform's providers make of it. */
export function oneError(thrown: unknown): string {
  return `1 error occurred:\n\t* ${reason(thrown)}\n\n`;
}
