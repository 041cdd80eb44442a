/** A failure that was expected: its message is for the reader, with the next action, and no stack trace is shown. */
export class Refusal extends Error {}
