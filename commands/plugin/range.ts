/** A threshold as the Monitoring Plugins write it ("Development Guidelines", Threshold and Ranges). Pure. */

export interface Range {
  /** As it was written, which is how the performance data repeats it. */
  text: string;
  /** Whether a value sets off the alarm. */
  fires(value: number): boolean;
}

const NUMBER = String.raw`-?\d{1,9}(?:\.\d{1,9})?`;
const FORM = new RegExp(`^(@?)(?:(~|${NUMBER})?:)?(${NUMBER})?$`);

/**
 * @param text `10` fires outside 0 to 10, `14:` below 14, `~:5` above 5, `10:20` outside, `@1:5` inside; ends count as inside
 * @returns undefined for what is no range
 */
export function readRange(text: string): Range | undefined {
  const [whole, inverted, start = "0", end] = FORM.exec(text) ?? [];
  if (!whole || whole === "@" || /^@?:$/.test(whole)) return undefined;
  const least = start === "~" ? Number.NEGATIVE_INFINITY : Number(start);
  const most = end === undefined ? Number.POSITIVE_INFINITY : Number(end);
  if (least > most) return undefined;
  const alarmInside = inverted === "@";
  return { text, fires: (value) => (value >= least && value <= most) === alarmInside };
}
