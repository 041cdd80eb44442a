import type { Properties } from "./property-values.ts";
import { reason } from "./reasons.ts";
import { type Existing, PartlyMade, Vanished } from "./resource-kind.ts";

/** What is known of a resource while it is being made: first what the program set, later what Graph says. */
export class HalfMade {
  readonly id: string;
  private known: Properties;

  constructor(id: string, known: Properties) {
    this.id = id;
    this.known = known;
  }

  /** Takes down what has been read of it. */
  readonly learn = (known: Properties): void => {
    this.known = known;
  };

  /**
   * Finishes what has been made. What fails then leaves the resource in the state, with what is known: the next run goes
   * on. Not so a resource that is not found when it is read: azuread drops it, and no state knows of it.
   *
   * @throws PartlyMade, or Vanished
   */
  async finish(rest: () => Promise<Existing | undefined>): Promise<Existing> {
    try {
      return stillThere(await rest());
    } catch (thrown) {
      if (thrown instanceof Vanished) throw thrown;
      throw new PartlyMade({ id: this.id, properties: this.known }, reason(thrown));
    }
  }
}

/** What has just been made or changed, read again. @throws Vanished */
export function stillThere(found: Existing | undefined): Existing {
  if (!found) throw new Vanished("It was gone when it was read again.");
  return found;
}
