/** Repeats a refusal with what was being done when it came. */
export function because(doing: string): (thrown: unknown) => never {
  return (thrown) => {
    throw new Error(`${doing}: ${reason(thrown)}`);
  };
}

/** The sentence in whatever was thrown. */
export function reason(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}
