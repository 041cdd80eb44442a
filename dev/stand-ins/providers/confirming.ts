import { because } from "./failures.ts";
import type { GraphClient } from "./graph-client.ts";

/** In a row, before azuread believes what it reads: Entra answers from several copies. */
const IN_A_ROW = 5;

/** By what azuread calls the state waited for: milliseconds between two reads, and those after which it is given up. */
const TIMES = {
  Deleted: { every: 5000, limit: 300_000 },
  Done: { every: 1000, limit: 900_000 },
};

/** Waits until an object is gone. @throws what reading it throws, but 404 */
export async function gone(graph: GraphClient, path: string): Promise<void> {
  await confirmed(
    graph,
    "Deleted",
    async () => (await graph.find(path).catch(because("retrieving resource"))) === undefined,
  );
}

/**
 * Reads until a change shows five times in a row, as azuread does after it has added a secret or removed anything.
 * Source: `WaitForStateContext` of terraform-plugin-sdk v2, helper/retry/state.go.
 *
 * @param shows reads once; whether the change shows. What it throws ends the wait
 * @throws when it does not show in time, in azuread's words
 */
export async function confirmed(
  graph: GraphClient,
  state: keyof typeof TIMES,
  shows: () => Promise<boolean>,
): Promise<void> {
  const { every, limit } = TIMES[state];
  let waited = 0;
  for (let row = 0; ; ) {
    row += (await shows()) ? 1 : -row;
    if (row === IN_A_ROW) return;
    if (waited >= limit) {
      throw new Error(
        `timeout while waiting for state to become '${state}' (last state: 'Waiting', timeout: ${limit / 60_000}m0s)`,
      );
    }
    await graph.settle(every);
    waited += every;
  }
}
