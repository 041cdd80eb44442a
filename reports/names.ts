/** When names in usage reports are shown and hidden again. Words, not `displayConcealedNames`, whose `true` means hidden. Pure. */
import { quoted } from "../machine/printed.mjs";

export type Names = "shown" | "hidden" | "unknown";

/** An application in the tenant that shows names. */
export interface OtherStack {
  displayName: string;
  /** What that stack found before any stack showed names. */
  found: Names;
}

/** What is known when names are to be hidden again. */
export interface Remembered {
  /** As this stack last saw or left them. */
  names: Names;
  /** Before any stack of this program showed them. */
  found: Names;
}

/** What is done when a stack no longer asks for names. */
export interface PutBack {
  hide: boolean;
  /** For the operator. */
  because: string;
}

/**
 * What was there before any stack showed names, for a stack that finds them shown.
 * @param others the other stacks that show names
 */
export function foundBefore(others: readonly OtherStack[]): Names {
  if (others.some(({ found }) => found === "hidden")) return "hidden";
  return others.every(({ found }) => found === "shown") ? "shown" : "unknown";
}

/**
 * Why nothing is to be put back, as far as the state alone tells; undefined when the tenant must be asked.
 * Nothing is hidden that this stack did not see shown by this program.
 */
export function nothingToPutBack({ names, found }: Remembered): PutBack | undefined {
  if (names !== "shown") {
    return leave("this stack did not show them when it last looked, so they are somebody else's decision.");
  }
  if (found === "shown") return leave("they were shown before any ESIA stack asked for it.");
  if (found === "unknown")
    return leave("it cannot be known whether they were hidden before. Decide, and set it by hand.");
  return undefined;
}

/**
 * What is to be put back by a stack that found names hidden and showed them.
 * @param now what the tenant has
 * @param others the other stacks that show names; undefined when the operator may not read applications
 */
export function putBack(now: Names, others: readonly OtherStack[] | undefined): PutBack {
  if (now === "hidden") return leave("they are hidden already.");
  if (others === undefined) {
    return leave(
      "it cannot be known whether another ESIA stack shows them: the operator may not read applications " +
        "(Application.Read.All). Decide, and set it by hand.",
    );
  }
  if (others.length > 0) {
    const names = others.map(({ displayName }) => quoted(displayName)).join(", ");
    // A stack that came between another's change and its tag took names for shown before: it will not hide them.
    const then = others.some(({ found }) => found === "hidden")
      ? "the last one hides them again."
      : "those found them shown, so none of them hides them again: before any of them they were hidden. Hide them by hand when the last one goes.";
    return leave(`other ESIA applications of this tenant ask for them (${names}); ${then}`);
  }
  return { hide: true, because: "Names in usage reports are hidden again, as this stack found them." };
}

function leave(because: string): PutBack {
  return { hide: false, because: `Names in usage reports are left as they are: ${because}` };
}
