/** A stack's life on chosen days, by the tenant's clock and by ESIA_AS_OF alike. */
import { type TestStack, withStack as withStackNow } from "./stack.ts";

export const DAY = 86_400_000;
export const START = Date.parse("2026-11-23T10:00:00Z");

/** These lives begin on one day, by the tenant's clock and by ESIA_AS_OF. */
export const withStack = (life: (stack: TestStack) => Promise<void>) => withStackNow(life, () => new Date(START));

/** Moves the tenant's clock and gives the same day for ESIA_AS_OF. */
export function to(stack: TestStack, day: number): string {
  const now = new Date(START + day * DAY);
  stack.tenant.clock.set(() => now);
  return now.toISOString().slice(0, 10);
}

/** Numbers of our keys in the tenant that work now. */
export function workingKeys(stack: TestStack): number[] {
  const now = stack.tenant.clock.now();
  return stack.tenant.directory.applications
    .filter(({ graph }) => graph.displayName === "esia")
    .flatMap(({ graph }) => graph.passwordCredentials)
    .filter(({ endDateTime }) => new Date(endDateTime) > now)
    .map(({ displayName }) => Number(/^ESIA key (\d+),/.exec(displayName ?? "")?.[1]))
    .sort((one, other) => one - other);
}
