import { because } from "./failures.ts";
import type { GraphClient } from "./graph-client.ts";
import { text } from "./graph-object.ts";
import type { Value } from "./property-values.ts";

/**
 * The owners that a new object is made with. Whoever makes it is always among them, as azuread does it: with the right
 * Application.ReadWrite.OwnedBy alone nobody can change what he does not own.
 *
 * @param wanted the object ids that the program names
 * @returns the value of `owners@odata.bind`
 */
export async function firstOwners(graph: GraphClient, wanted: Value | undefined): Promise<string[]> {
  const caller = await graph.caller();
  return Promise.all([caller, ...without(ids(wanted), [caller])].map((id) => graph.reference(id)));
}

/**
 * Takes whoever made an object out of its owners again, unless the program names him.
 *
 * @param path the object's path in Graph
 * @param wanted the object ids that the program names
 */
export async function leaveOwners(graph: GraphClient, path: string, wanted: Value | undefined): Promise<void> {
  const caller = await graph.caller();
  for (const id of without([caller], ids(wanted))) await graph.delete(`${path}/owners/${id}/$ref`);
}

/** The object ids of an object's owners. */
export async function ownersOf(graph: GraphClient, path: string): Promise<string[]> {
  return (await graph.list(`${path}/owners`)).map((owner) => text(owner, "id"));
}

/**
 * Makes an object's owners those that the program names: new ones first, so that it never has none.
 *
 * @param before the owners in the state; where they are those wanted, nothing is asked
 * @param doing what is said of a failure to read the present ones, and to change them
 */
export async function changeOwners(
  graph: GraphClient,
  path: string,
  { before, wanted }: { before: Value | undefined; wanted: Value | undefined },
  doing: { read: string; change: string },
): Promise<void> {
  const named = ids(wanted);
  if (ids(before).join() === named.join()) return;
  const present = await ownersOf(graph, path).catch(because(doing.read));
  for (const id of without(named, present)) {
    const reference = { "@odata.id": await graph.reference(id) };
    await graph.post(`${path}/owners/$ref`, reference).catch(because(doing.change));
  }
  for (const id of without(present, named)) {
    await graph.delete(`${path}/owners/${id}/$ref`).catch(because(doing.change));
  }
}

/** The object ids in a property, in one order: two sets of owners are the same if these are. */
export function ids(value: Value | undefined): string[] {
  return Array.isArray(value) ? value.map(String).sort() : [];
}

/** The ids that are not among others; case is no difference. */
function without(ids: readonly string[], others: readonly string[]): string[] {
  return ids.filter((id) => !others.some((other) => other.toLowerCase() === id.toLowerCase()));
}
