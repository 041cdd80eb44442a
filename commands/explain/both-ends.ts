/** What explain keeps of a text that comes in parts: no more than is read of it, however long it goes on. */
import { LONGEST } from "../../failures/read.ts";

/** @param parts texts @returns all of them; of too many the beginning and the end */
export async function bothEnds(parts: AsyncIterable<string>): Promise<string> {
  let head = "";
  let tail = "";
  for await (const part of parts) {
    if (head.length < LONGEST) head += part;
    else tail += part;
    if (tail.length > 2 * LONGEST) tail = tail.slice(-LONGEST);
  }
  return head + tail;
}
