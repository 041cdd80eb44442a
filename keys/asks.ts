/** What the operator asks for by esia:rotateTo and its like: what cannot be met, and what asks for nothing. Pure: imports no Pulumi. */
import { type Day, dayOf, isLive, mostDaysBefore, secretEnd } from "./dates.ts";
import type { HeldSecret, Made, SecretRules } from "./secret.ts";

/** An ask that cannot be met, or one that asks for nothing. */
export interface Note {
  id: "ask-ignored" | "rotate-to-asks-nothing" | "retire-up-to-asks-nothing" | "for-the-next-key";
  severity: "info" | "warn";
  text: string;
}

/** What is asked for and cannot be done, a sentence each. */
export function refusals(
  held: readonly HeldSecret[],
  { secretMonths, rotateDaysBefore, rotateTo, retireUpTo }: SecretRules,
  today: Day,
  run: { made: Made | undefined; newest: number; next: number; command: (words: string) => string },
): string[] {
  const { made, newest, next, command } = run;
  const said: string[] = [];
  const most = mostDaysBefore(secretMonths);
  if (rotateDaysBefore > most) {
    said.push(
      `esia:rotateDaysBefore is ${rotateDaysBefore}, more than half the life of a key of ${secretMonths} months: ` +
        `set it to ${most} at most, or raise esia:secretMonths.`,
    );
  }
  if (rotateTo > next) {
    said.push(
      `esia:rotateTo is ${rotateTo}, but the newest key is number ${next - 1}, so the next one is ${next}. ` +
        `Run ${command(`config set esia:rotateTo ${next}`)}, then ${command("up")}.`,
    );
  }
  if (retireUpTo >= newest && held.length === 0) {
    said.push(
      `esia:retireUpTo is ${retireUpTo}, but the state holds no key of such a number. Run ` +
        `${command("config rm esia:retireUpTo")}, then ${command("up")}.`,
    );
  } else if (retireUpTo >= newest) {
    said.push(
      `esia:retireUpTo is ${retireUpTo}, but key ${newest} is the newest, and ESIA needs it. To replace and remove it in one ` +
        `run: ${command(`config set esia:rotateTo ${newest + 1}`)}, ${command(`config set esia:retireUpTo ${newest}`)}, ` +
        `${command("up")}.`,
    );
  }
  const [second, oldest] = held.filter((secret) => isLive(secret, today) && secret.number > retireUpTo).reverse();
  if (made === "asked" && oldest && second) {
    said.push(
      `Keys ${oldest.number} and ${second.number} both still work, so key ${newest} would be a third one. When ESIA uses ` +
        `key ${second.number}, run ${command(`config set esia:retireUpTo ${oldest.number}`)}, then ${command("up")}.`,
    );
  }
  return said;
}

export function ignoredNote(refusal: string, made: number): Note {
  return {
    id: "ask-ignored",
    severity: "warn",
    text: `Ignored, because key ${made} must be made in this run: ${refusal}`,
  };
}

/** Settings that ask for nothing: what they were set for may not have happened. */
export function idle(
  { rotateTo, retireUpTo }: SecretRules,
  newest: number,
  removes: boolean,
  command: (words: string) => string,
): Note[] {
  const notes: Note[] = [];
  if (rotateTo > 0) {
    notes.push({
      id: "rotate-to-asks-nothing",
      severity: "warn",
      text:
        `esia:rotateTo ${rotateTo} asks for nothing: key ${newest} is there already, and this run makes none. To renew now: ` +
        `${command(`config set esia:rotateTo ${newest + 1}`)}, then ${command("up")}.`,
    });
  }
  if (retireUpTo > 0 && !removes) {
    const text = `esia:retireUpTo ${retireUpTo} asks for nothing: there is no key of a number up to ${retireUpTo} left.`;
    notes.push({ id: "retire-up-to-asks-nothing", severity: "info", text });
  }
  return notes;
}

/** Says that another esia:secretMonths than the newest key was made with changes nothing now. */
export function nextKeyNote({ number, madeOn, end }: HeldSecret, secretMonths: number): Note[] {
  if (!madeOn || secretEnd(madeOn, secretMonths) === end.toString()) return [];
  return [
    {
      id: "for-the-next-key",
      severity: "info",
      text: `esia:secretMonths ${secretMonths} counts for the next key: key ${number} keeps its end, ${dayOf(end)}.`,
    },
  ];
}
