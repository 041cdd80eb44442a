/**
 * Why a command could not do its work at all, in one paragraph with the next action: exit code 2. What it did look at and
 * found wanting is a row instead.
 */
export class CannotRun extends Error {
  override readonly name = "CannotRun";
}
