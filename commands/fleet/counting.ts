/** Progress through many stacks: a line for each tenth, so that a log stays readable however many there are. Pure. */

/**
 * @param verb at the beginning of a line, such as "Read"
 * @returns is called once for each that is done
 */
export function counting(verb: string, all: number, say: (line: string) => void): () => void {
  const every = Math.max(1, Math.ceil(all / 10));
  let done = 0;
  return () => {
    done += 1;
    if (all >= 20 && done % every === 0 && done < all) say(`${verb}: ${done} of ${all}.`);
  };
}
