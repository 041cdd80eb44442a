/** Looks after each run that no working key and no application went that nobody asked to go: by the tenant, and by its journal. */
import { expect } from "vitest";
import { numberIn } from "../../keys/display-name.ts";
import type { TestStack } from "../support/stack.ts";
import { applications, isPipelines } from "./wanted.ts";

export class Watch {
  readonly stack: TestStack;
  /** Keys up to this number were asked to go. */
  retireUpTo = 0;
  /** Whether everything was. */
  destroys = false;
  #keys = new Map<string, number | undefined>();
  /** Each key that ever was. */
  readonly #known = new Map<string, number | undefined>();
  #seen = 0;

  constructor(stack: TestStack) {
    this.stack = stack;
  }

  /** @param what was done since the last look: "by hand" may take away what doctor named, which the operator looks after */
  look(what: string): void {
    const { tenant } = this.stack;
    const now = new Map(
      applications(this.stack).flatMap(({ graph }) =>
        graph.passwordCredentials
          .filter(({ endDateTime }) => new Date(endDateTime) > tenant.clock.now())
          .map(({ keyId, displayName }) => [keyId, numberIn(displayName)] as const),
      ),
    );
    for (const [keyId, number] of now) this.#known.set(keyId, number);
    const asked = (number: number | undefined) =>
      this.destroys || (number !== undefined && number <= this.retireUpTo) || what === "by hand";
    for (const [keyId, number] of this.#keys) {
      if (!now.has(keyId)) expect(asked(number), `key ${number} (${keyId}) was lost by '${what}'`).toBe(true);
    }
    for (const { method, path, requestBody } of tenant.requests.slice(this.#seen)) {
      if (path.endsWith("/removePassword")) {
        const { keyId } = (requestBody ?? {}) as { keyId?: string };
        const number = this.#known.get(keyId ?? "");
        expect(asked(number), `'${what}' asked Entra to remove key ${number}`).toBe(true);
      }
      if (method === "DELETE" && /^\/v1\.0\/applications\/[^/]+$/.test(path)) {
        const id = path.split("/").at(-1);
        const isOfPipeline = [
          ...tenant.directory.applications,
          ...tenant.directory.deletedItems.map((one) => one.application),
        ]
          .filter(isPipelines)
          .some(({ graph }) => graph.id === id);
        expect(this.destroys || isOfPipeline, `'${what}' asked Entra to delete an application`).toBe(true);
      }
    }
    this.#seen = tenant.requests.length;
    this.#keys = now;
  }
}
