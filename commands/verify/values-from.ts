/** The bytes of a stream that should hold the three values. */
import type { Readable } from "node:stream";
import { MOST, noValues } from "./given-values.ts";

/**
 * @param stream such as standard input of a pipe
 * @throws CannotRun for more than three values can be: what has no end is not read to it
 */
export async function valuesFrom(stream: Readable): Promise<Buffer> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of stream) {
    parts.push(Buffer.from(part));
    size += parts.at(-1)?.length ?? 0;
    if (size > MOST) throw noValues("Standard input");
  }
  return Buffer.concat(parts);
}
