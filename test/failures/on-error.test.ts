import { describe, expect, it } from "vitest";
import type { FailedOperation } from "../../failures/another-try.ts";
import { onError } from "../../failures/on-error.ts";

const BUSY =
  "1 error occurred:\n\t* Could not create app role assignment: unexpected status 409 (409 Conflict) with error: " +
  "Directory_ConcurrencyViolation: Unable to process the request due to concurrent requests.\n\n";
const DENIED =
  "1 error occurred:\n\t* Could not create app role assignment: unexpected status 403 (403 Forbidden) with error: " +
  "Authorization_RequestDenied: Insufficient privileges to complete the operation.\n\n";
const MISSING =
  '1 error occurred:\n\t* Adding password for Application (Application: "d6c5"): unexpected status 404 (404 Not Found) with ' +
  "error: Request_ResourceNotFound: Resource 'd6c5' does not exist.\n\n";

const grant = (role: string, ...errors: string[]): FailedOperation => ({
  name: `grant-${role}`,
  type: "azuread:index/appRoleAssignment:AppRoleAssignment",
  failedOperation: "create",
  errors,
});
const key = (...errors: string[]): FailedOperation => ({
  name: "secret-1",
  type: "azuread:index/applicationPassword:ApplicationPassword",
  failedOperation: "create",
  errors,
});

/** A hook in a run, and all that it says and waits, in order. */
function run({ isPreview = false, made = true, commands = false } = {}) {
  const told: string[] = [];
  const pauses: { ms: number; over: () => void }[] = [];
  const react = onError({
    isPreview,
    made,
    stack: "acme",
    context: () => ({ way: "client secret", made }),
    info: async (line) => told.push(`info: ${line}`),
    error: async (text) => told.push(`error: ${text.split(". ")[0]}`, ...(commands ? [text.split("\n")[1] ?? ""] : [])),
    pause: (ms) => new Promise<void>((over) => pauses.push({ ms, over })),
  });
  return { told, pauses, react };
}

/** Lets what was asked go on until it waits or ends. */
const settled = async () => {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
};

describe("a failed operation in a run", () => {
  it("that Graph refused because it is busy is tried again after a pause, and not explained", async () => {
    const { told, pauses, react } = run();
    const answer = react(grant("User.Read.All", BUSY));
    await settled();
    expect(told).toEqual([
      "info: Graph is busy with another change of this directory: trying grant-User.Read.All again (1 of 3).",
    ]);
    expect(pauses.map(({ ms }) => ms)).toEqual([2_000]);
    pauses[0]?.over();
    expect(await answer).toBe(true);
    expect(told).toHaveLength(1);
  });

  it("is explained when the third further try has failed too", async () => {
    const { told, pauses, react } = run();
    expect(await react(grant("User.Read.All", BUSY, BUSY, BUSY, BUSY))).toBe(false);
    expect(told).toEqual([
      "error: Entra was changing the same object for somebody else at that moment, and refused this change",
    ]);
    expect(pauses).toEqual([]);
  });

  it("is explained by its newest error alone", async () => {
    const { told, react } = run();
    expect(await react(grant("User.Read.All", DENIED, BUSY))).toBe(false);
    expect(told).toEqual(["error: Entra refuses the grant (403): User.Read.All of Microsoft Graph"]);
  });

  const KEPT =
    "info: The outputs that Pulumi lists with a minus are not gone: the state keeps them until a run comes to its end, and " +
    "'pulumi stack output --stack acme' prints them.";

  it("that is not the first says once that the state still has the outputs, which Pulumi shows as if they were gone", async () => {
    const { told, react } = run({ made: false });
    await react(grant("User.Read.All", DENIED));
    await react(key(MISSING));
    expect(told.filter((line) => line === KEPT)).toHaveLength(1);
    expect(told[1]).toBe(KEPT);
  });

  it.each([{ made: true }, { made: false, isPreview: true }])(
    "says nothing of outputs where none are lost: %j",
    async (how) => {
      const { told, react } = run(how);
      await react(grant("User.Read.All", DENIED));
      expect(told).toHaveLength(1);
    },
  );

  it("is explained once a run for all of its kind", async () => {
    const { told, react } = run();
    expect(await react(grant("User.Read.All", DENIED))).toBe(false);
    expect(await react(grant("Reports.Read.All", DENIED))).toBe(false);
    expect(told).toHaveLength(1);
  });

  describe("that was to change what the state holds", () => {
    const change = (name: string, error: string): FailedOperation => ({
      name,
      type: `azuread:index/${name}`,
      failedOperation: "update",
      errors: [error],
    });
    const UPDATED =
      "1 error occurred:\n\t* Could not update application with object ID: unexpected status 503 (503 Service Unavailable) with " +
      "error: ServiceUnavailable: Gone away.\n\n";
    const MADE = UPDATED.replace("Could not update application", "Could not create app role assignment");

    it("sends to a run that refreshes, as the state takes the change for made", async () => {
      const { told, react } = run({ commands: true });
      await react(change("application", UPDATED));
      expect(told[1]).toBe("  'pulumi up --refresh --stack acme', then 'npm run doctor -- --stack acme'");
    });

    it("is said although the same was said of something made; of that nothing more is said afterwards", async () => {
      const { told, react } = run({ commands: true });
      await react(grant("User.Read.All", MADE));
      await react(change("application", UPDATED));
      await react(grant("Reports.Read.All", MADE));
      expect(told.filter((line) => line.startsWith("  "))).toEqual([
        "  'pulumi up --stack acme', then 'npm run doctor -- --stack acme'",
        "  'pulumi up --refresh --stack acme', then 'npm run doctor -- --stack acme'",
      ]);
    });
  });

  it("in a preview is never tried again", async () => {
    const { told, pauses, react } = run({ isPreview: true });
    expect(await react(grant("User.Read.All", BUSY))).toBe(false);
    expect(await react(key(MISSING))).toBe(false);
    expect(pauses).toEqual([]);
    expect(told).toHaveLength(2);
  });

  it("of a new application's key is tried again; of one that is gone, explained", async () => {
    const first = run({ made: true });
    const answer = first.react(key(MISSING));
    await settled();
    first.pauses[0]?.over();
    expect(await answer).toBe(true);
    expect(first.told).toEqual([
      "info: Entra does not know the new application everywhere yet: trying secret-1 again (1 of 3).",
    ]);

    const later = run({ made: false });
    expect(await later.react(key(MISSING))).toBe(false);
    expect(later.told[0]).toBe(
      "error: The application is not in this tenant any more, and the stack's state still holds it",
    );
  });

  it("beside others that wait is tried after them, so that they do not meet again", async () => {
    const { pauses, react } = run();
    const answers = ["User.Read.All", "Reports.Read.All", "Agreement.Read.All"].map((role) => react(grant(role, BUSY)));
    await settled();
    expect(pauses.map(({ ms }) => ms)).toEqual([2_000, 2_300, 2_600]);
    for (const { over } of pauses) over();
    expect(await Promise.all(answers)).toEqual([true, true, true]);
    void react(grant("User.Read.All", BUSY, BUSY));
    await settled();
    expect(pauses.at(-1)?.ms).toBe(5_000);
  });
});
