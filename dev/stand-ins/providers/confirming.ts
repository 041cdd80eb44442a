import type { GraphClient } from "./graph-client.ts";
import { because } from "./reasons.ts";

/** In a row, before azuread believes what it reads: Entra answers from several copies. */
const IN_A_ROW = 5;

/** What is read until it shows. */
export interface Change {
  /** Reads once; whether the change shows. What it throws ends the wait. */
  readonly shows: () => Promise<boolean>;
  /** Milliseconds between two reads. */
  readonly every: number;
  /** Milliseconds after which it is given up. */
  readonly limit: number;
  /** What azuread calls the state waited for. */
  readonly called: "Deleted" | "Done";
}

/** Waits until an object is gone. @throws what reading it throws, but 404 */
export async function gone(graph: GraphClient, path: string): Promise<void> {
  const shows = async () => (await graph.find(path).catch(because("retrieving resource"))) === undefined;
  await confirmed(graph, { shows, every: 5000, limit: 300_000, called: "Deleted" });
}

/**
 * Reads until a change shows five times in a row, as azuread does after it has added a secret or removed anything.
 * Source: `WaitForStateContext` of terraform-plugin-sdk v2, helper/retry/state.go.
 *
 * @throws when it does not show in time, in azuread's words
 */
export async function confirmed(graph: GraphClient, { shows, every, limit, called }: Change): Promise<void> {
  let waited = 0;
  for (let row = 0; ; ) {
    row += (await shows()) ? 1 : -row;
    if (row === IN_A_ROW) return;
    if (waited >= limit) {
      throw new Error(
        `timeout while waiting for state to become '${called}' (last state: 'Waiting', timeout: ${limit / 60_000}m0s)`,
      );
    }
    await graph.settle(every);
    waited += every;
  }
}
