/** Works through a list with so many at a time and no more. */

/**
 * @param work is begun for each in the order of the list; what it throws ends all, so that it catches what may fail for one
 * @param stopped asked before each begins: true begins no more
 * @returns what each gave, in the order of the list; undefined for what was not begun
 */
export async function sideBySide<Item, Result>(
  items: readonly Item[],
  atOnce: number,
  work: (item: Item) => Promise<Result>,
  stopped: () => boolean = () => false,
): Promise<(Result | undefined)[]> {
  const results = new Array<Result | undefined>(items.length);
  let next = 0;
  const worker = async () => {
    while (next < items.length && !stopped()) {
      const at = next++;
      results[at] = await work(items[at] as Item);
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, items.length) }, worker));
  return results;
}
