/** Of several measurements the middle one, and how far they lie apart. Pure. */

export interface Figures {
  median: number;
  least: number;
  most: number;
}

/** @throws Error without any value */
export function figures(values: readonly number[]): Figures {
  const sorted = [...values].sort((one, other) => one - other);
  const [least] = sorted;
  const most = sorted.at(-1);
  if (least === undefined || most === undefined) throw new Error("Nothing was measured.");
  const half = sorted.length / 2;
  const median =
    sorted.length % 2 === 1
      ? (sorted[Math.floor(half)] as number)
      : ((sorted[half - 1] as number) + (sorted[half] as number)) / 2;
  return { median, least, most };
}
