/** Chance that a seed decides. Each draw has a name: what is drawn first changes nothing of what is drawn next. Pure. */
import { createHash } from "node:crypto";

export class Draw {
  readonly seed: number;

  constructor(seed: number) {
    this.seed = seed;
  }

  /** @returns 0 to 1, 1 left out */
  number(name: string): number {
    return createHash("sha256").update(`${this.seed} ${name}`).digest().readUInt32BE(0) / 2 ** 32;
  }

  /** @param share 0 to 1 @returns true for so large a share of all seeds */
  chance(name: string, share: number): boolean {
    return this.number(name) < share;
  }

  pick<Value>(name: string, values: readonly Value[]): Value {
    return values[Math.floor(this.number(name) * values.length)] as Value;
  }
}
