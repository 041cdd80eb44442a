/** The Pulumi engine of a run, and how it came. */
export interface Engine {
  /** The `pulumi` executable, in full. */
  readonly command: string;
  /** For example 3.259.0. */
  readonly version: string;
  readonly origin: "PATH" | "download" | "build";
  /** Who runs Node programs for it: one on PATH, the official one beside it, or the one of this project. */
  readonly languageHost: "PATH" | "official" | "substitute";
  /** Folders of this project that go first on PATH, so that the engine and its language host are found by name. */
  readonly folders: readonly string[];
}

/** A failure that is expected: its message is one paragraph for the reader, and no stack trace is shown. */
export class NoEngine extends Error {}
