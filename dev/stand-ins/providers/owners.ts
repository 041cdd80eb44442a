import type { GraphClient } from "./graph-client.ts";
import { text } from "./graph-object.ts";
import type { Value } from "./property-values.ts";
import { because } from "./reasons.ts";

/**
 * The owners that a new object is made with. Whoever makes it is always among them, as azuread does it: with the right
 * Application.ReadWrite.OwnedBy alone nobody can change what he does not own.
 *
 * @param wanted the object ids that the program names
 * @returns the value of `owners@odata.bind`
 */
export async function firstOwners(graph: GraphClient, wanted: Value | undefined): Promise<string[]> {
  const caller = await graph.caller();
  const others = ids(wanted).filter((id) => !same(id, caller));
  return Promise.all([caller, ...others].map((id) => graph.reference(id)));
}

/**
 * Takes whoever made an object out of its owners again, unless the program names him.
 *
 * @param path the object's path in Graph
 * @param wanted the object ids that the program names
 */
export async function leaveOwners(graph: GraphClient, path: string, wanted: Value | undefined): Promise<void> {
  const caller = await graph.caller();
  if (!ids(wanted).some((id) => same(id, caller))) await graph.delete(`${path}/owners/${caller}/$ref`);
}

/** The object ids of an object's owners. */
export async function ownersOf(graph: GraphClient, path: string): Promise<string[]> {
  return (await graph.list(`${path}/owners`)).map((owner) => text(owner, "id"));
}

/**
 * Makes an object's owners those that the program names: new ones first, so that it never has none.
 *
 * @param doing what is said of a failure to read the present ones, and to change them
 */
export async function changeOwners(
  graph: GraphClient,
  path: string,
  wanted: Value | undefined,
  doing: { read: string; change: string },
): Promise<void> {
  const present = await ownersOf(graph, path).catch(because(doing.read));
  for (const id of ids(wanted).filter((one) => !present.some((owner) => same(owner, one)))) {
    const reference = { "@odata.id": await graph.reference(id) };
    await graph.post(`${path}/owners/$ref`, reference).catch(because(doing.change));
  }
  for (const id of present.filter((owner) => !ids(wanted).some((one) => same(owner, one)))) {
    await graph.delete(`${path}/owners/${id}/$ref`).catch(because(doing.change));
  }
}

/** The object ids in a property, in one order: two sets of owners are the same if these are. */
export function ids(value: Value | undefined): string[] {
  return Array.isArray(value) ? value.map(String).sort() : [];
}

function same(left: string, right: string): boolean {
  return left.toLowerCase() === right.toLowerCase();
}
