/** How an engine is come by, in the order in which it is tried. */
export const STEPS = ["path", "fetched", "download", "build"] as const;
export type Step = (typeof STEPS)[number];

/**
 * The steps to try.
 *
 * @param forced the environment variable ESIA_ENGINE: one of the words above tries that step alone (`download` and
 *   `build` take what the same step left before); unset or empty tries all
 * @throws Error when the word is unknown
 */
export function stepsToTry(forced: string | undefined): readonly Step[] {
  if (!forced) return STEPS;
  const step = STEPS.find((known) => known === forced);
  if (!step) throw new Error(`ESIA_ENGINE is "${forced}"; it can be ${STEPS.join(", ")}, or be left unset.`);
  return [step];
}

/** What the reader is told when no step gave an engine. */
export function nothingFound(tried: readonly { step: Step; reason: string }[]): string {
  const words: Record<Step, string> = {
    path: "On PATH",
    fetched: "Fetched before",
    download: "Pulumi's official download",
    build: "Built from Go modules",
  };
  const reasons = tried.map(({ step, reason }) => `${words[step]}: ${reason}.`).join(" ");
  return (
    `No Pulumi engine is to be had here. ${reasons} Install Pulumi (https://www.pulumi.com/docs/install/), or Go ` +
    "(https://go.dev/dl/) so that it can be built, then run the same command again."
  );
}
