/**
 * Runs that the engine ends by itself. With Pulumi 3.259 a provider that cannot sign in says so in the answer to the first
 * look-up; newer ones (seen with 3.274) configure it before they answer, print the error, refuse whatever the program has
 * asked (resmon.Cancel in pkg/resource/deploy/source_eval.go), close the providers and interrupt the program (SIGINT,
 * Plugin.Close in pkg/resource/plugin/plugin.go), 8 to 190 ms later on a busy machine. Which of the two the program hears
 * first is a race.
 */
import { messageOf } from "../microsoft/thrown.ts";

/** What Pulumi's SDK (3.270) makes of such a refusal, and what gRPC says when asked afterwards. */
export const ENDED =
  /resource monitor (?:shut down|is terminating)|channel has been (?:shut down|closed)|UNAVAILABLE: No connection established/i;

/** What a provider's failure begins with, also where the SDK puts its own words in its place (sdk/nodejs/runtime/invoke.ts). */
const BY_PROVIDER = /^invocation of /;

/** UNAVAILABLE and CANCELLED of gRPC (https://grpc.io/docs/guides/status-codes/). */
const BY_ENGINE = [14, 1];

/** What a failed look-up says: the engine's words, where the SDK has others for a provider that broke. */
export function wordsOf(failure: unknown): string {
  const { details } = Object(failure) as { details?: unknown };
  return typeof details === "string" && BY_PROVIDER.test(details) ? details : messageOf(failure);
}

/** Where signals, unhandled rejections and the end come in: the process. */
export interface Process {
  on(event: "SIGINT", listener: () => void): unknown;
  on(event: "exit", listener: (code: number) => void): unknown;
  off(event: "SIGINT", listener: () => void): unknown;
  listeners(event: "unhandledRejection"): { name: string }[];
  prependListener(event: "SIGINT", listener: () => void): unknown;
  prependListener(event: "unhandledRejection", listener: (reason: unknown) => void): unknown;
}

/**
 * Waits for an answer.
 * @param end says that the run was ended, and ends the process: called as soon as either sign of it comes
 * @throws what the answer fails with, where it is anything else
 */
export async function unlessEnded<Answer>(
  asked: Promise<Answer>,
  end: () => never,
  here: Process = process,
): Promise<Answer> {
  // Not once: hosts of programs interrupt several times, and without a listener the next one would end it unheard.
  here.prependListener("SIGINT", end);
  try {
    return await asked;
  } catch (failure) {
    if (ENDED.test(wordsOf(failure))) end();
    throw failure;
  } finally {
    here.off("SIGINT", end);
  }
}

/**
 * Has the program end with its own last word when the run is over for the engine: Pulumi's SDK would print a stack trace, or
 * nothing at all. After a failure to read what is taken over 3.259 interrupts the program and 3.274 refuses what it declared;
 * after one to compare 3.259 interrupts it, and with 3.274 the SDK ends it in silence, with exit code 0.
 * @param run.end ends the process, which calls `lastWord`
 * @param run.isPending whether something is declared that the engine has not answered for
 * @param run.lastWord what is left to say, before the process is gone
 */
export function onceEnded(
  run: { end: () => never; isPending: () => boolean; lastWord: () => void },
  here: Process = process,
): void {
  if (here.listeners("unhandledRejection").some(({ name }) => name === refused.name)) return;
  let isEnded = false;
  function end(): never {
    isEnded = true;
    return run.end();
  }
  function refused(reason: unknown): void {
    const { code } = Object(reason) as { code?: unknown };
    if (BY_ENGINE.includes(code as number) && ENDED.test(wordsOf(reason))) end();
  }
  // Before the SDK's own listener.
  here.prependListener("unhandledRejection", refused);
  here.on("SIGINT", end);
  here.on("exit", (code) => {
    if (isEnded || (code === 0 && run.isPending())) run.lastWord();
  });
}
