/** How many answers were waited for one after the other. Pure. */

/** When an answer was asked for, and when it came. */
export type Span = readonly [from: number, to: number];

/** @returns the most spans of which each begins when the one before it is over: those that go side by side count once */
export function waits(spans: readonly Span[]): number {
  let count = 0;
  let over = Number.NEGATIVE_INFINITY;
  for (const [from, to] of spans.toSorted(([, one], [, other]) => one - other)) {
    if (from < over) continue;
    count += 1;
    over = to;
  }
  return count;
}
