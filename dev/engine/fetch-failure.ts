/**
 * Says plainly why a `fetch` failed; Node hides the reason in `cause`.
 *
 * @param error what `fetch`, or reading its answer, threw
 * @param host for example get.pulumi.com
 * @returns an Error with a clause for the reader; what is no failure of the network comes back as it is
 */
export function fetchFailure(error: unknown, host: string): unknown {
  if (error instanceof Error && error.name === "TimeoutError") return new Error(`${host} did not answer in time`);
  if (!(error instanceof TypeError)) return error;
  const cause = error.cause as { code?: string; message?: string } | undefined;
  const why = cause?.code ?? cause?.message ?? error.message;
  const begun = error.message === "terminated";
  return new Error(begun ? `${host} cut the download short (${why})` : `${host} could not be reached (${why})`);
}
