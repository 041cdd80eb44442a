import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { graphTime } from "./directory.ts";
import { GraphError } from "./errors.ts";

/** A key's last sign-in. */
export interface SignIn {
  appId: string;
  keyId: string;
  at: string;
  requestId: string;
}

/** Keys that are remembered: the operator gets a new one at each start of the tenant. */
const MOST = 100;

/**
 * Entra's report of when each key signed in last: beside the directory, for a sign-in changes nothing in that. Kept in a file
 * of its own, so that the next process of the tenant knows what this one saw.
 */
export class SignIns {
  /** What the report does; "refused" is a tenant without a licence for it. */
  report: "full" | "empty" | "refused" = "full";
  readonly #file: string;
  #last: SignIn[];
  #late: SignIn[] | undefined;

  /** @param folder the tenant's */
  constructor(folder: string) {
    this.#file = join(folder, "sign-ins.json");
    this.#last = existsSync(this.#file) ? JSON.parse(readFileSync(this.#file, "utf8")) : [];
  }

  /** @param requestId what the report calls the sign-in */
  record(appId: string, keyId: string, at: Date, requestId: string): void {
    const others = this.#last.filter((other) => other.keyId !== keyId);
    this.#keep([...others, { appId, keyId, at: graphTime(at), requestId }].slice(-MOST));
  }

  /** From now on the report tells what it knows at this moment, until `clear`. */
  late(): void {
    this.#late = [...this.#last];
  }

  /** Forgets all sign-ins, and ends every switch. */
  clear(): void {
    this.report = "full";
    this.#late = undefined;
    this.#keep([]);
  }

  #keep(last: SignIn[]): void {
    this.#last = last;
    // Never half a file, also when the process is killed.
    writeFileSync(`${this.#file}.new`, JSON.stringify(last, null, 2), { mode: 0o600 });
    renameSync(`${this.#file}.new`, this.#file);
  }

  /** @throws GraphError 403 where the report is refused, as Entra does it without a licence */
  get shown(): readonly SignIn[] {
    if (this.report === "refused") {
      const message = "Neither tenant is B2C or tenant doesn't have premium license";
      throw new GraphError(403, "Authentication_RequestFromNonPremiumTenantOrB2CTenant", message);
    }
    return this.report === "empty" ? [] : (this.#late ?? this.#last);
  }
}
