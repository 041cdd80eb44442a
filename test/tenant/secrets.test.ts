import { beforeEach, describe, expect, test } from "vitest";
import { createApplication } from "../../dev/tenant/applications.ts";
import type { Directory, PasswordRestriction } from "../../dev/tenant/directory.ts";
import { addSecret, judgeSecret, removeSecret } from "../../dev/tenant/secrets.ts";
import { seedDirectory } from "../../dev/tenant/seed.ts";

const NOW = new Date("2026-10-01T12:00:00Z");
let directory: Directory;
let id: string;
beforeEach(() => {
  directory = seedDirectory(NOW);
  id = createApplication(directory, { displayName: "esia" }, [], NOW).graph.id;
});

function application() {
  const found = directory.applications.find(({ graph }) => graph.id === id);
  if (found === undefined) throw new Error("The test's application is gone.");
  return found;
}

describe("a secret", () => {
  test("is shown once, with its first three characters as hint, and held as a hash alone", () => {
    const made = addSecret(directory, id, { displayName: "one" }, NOW);
    expect(made.secretText).toMatch(/^[A-Za-z0-9]{3}8Q~[A-Za-z0-9_.~-]{34}$/);
    expect(application().graph.passwordCredentials).toEqual([
      {
        customKeyIdentifier: null,
        displayName: "one",
        endDateTime: "2028-10-01T12:00:00Z",
        hint: made.secretText.slice(0, 3),
        keyId: made.keyId,
        secretText: null,
        startDateTime: "2026-10-01T12:00:00Z",
      },
    ]);
    expect(JSON.stringify(directory)).not.toContain(made.secretText.slice(3));
    expect(application().secretHashes[made.keyId]).toMatch(/^[0-9a-f]{64}$/);
  });

  test("lasts two calendar years from its start when no end is given", () => {
    const made = addSecret(directory, id, { startDateTime: "2028-02-29T00:00:00Z" }, NOW);
    expect(made.endDateTime).toBe("2030-02-28T00:00:00Z");
  });

  test("is valid from its start to the moment before its end", () => {
    const times = { startDateTime: "2026-11-01T00:00:00Z", endDateTime: "2026-12-01T00:00:00Z" };
    const { secretText } = addSecret(directory, id, times, NOW);
    const at = (time: string) => judgeSecret(application(), secretText, new Date(time));
    expect(at("2026-10-31T23:59:59Z")).toBe("unknown");
    expect(at("2026-11-01T00:00:00Z")).toBe("valid");
    expect(at("2026-11-30T23:59:59Z")).toBe("valid");
    expect(at("2026-12-01T00:00:00Z")).toBe("expired");
  });

  test("stays listed after it has expired", () => {
    addSecret(directory, id, { endDateTime: "2026-10-02T00:00:00Z" }, NOW);
    addSecret(directory, id, {}, new Date("2027-01-01T00:00:00Z"));
    expect(application().graph.passwordCredentials).toHaveLength(2);
  });

  const ends = [["2026-10-01T12:00:00Z"], ["2026-09-30T00:00:00Z"]];
  test.each(ends)("is refused when it ends at %s, which is not after its start", (endDateTime) => {
    expect(() => addSecret(directory, id, { endDateTime }, NOW)).toThrow(
      expect.objectContaining({
        status: 400,
        code: "KeyCredentialsInvalidEndDate",
        message: "Key credential end date is invalid.",
      }),
    );
  });

  test("of an application that does not exist is refused", () => {
    const nobody = "11111111-2222-3333-4444-555555555555";
    expect(() => addSecret(directory, nobody, {}, NOW)).toThrow(expect.objectContaining({ status: 404 }));
  });

  test("that is removed opens nothing, and cannot be removed twice", () => {
    const { keyId, secretText } = addSecret(directory, id, {}, NOW);
    removeSecret(directory, id, keyId);
    expect(judgeSecret(application(), secretText, NOW)).toBe("unknown");
    expect(() => removeSecret(directory, id, keyId)).toThrow(expect.objectContaining({ status: 400 }));
  });
});

describe("the tenant's policy", () => {
  const lifetime: PasswordRestriction = {
    restrictionType: "passwordLifetime",
    state: "enabled",
    maxLifetime: "P180D",
    restrictForAppsCreatedAfterDateTime: "2019-10-19T10:37:00Z",
  };
  function restrict(restriction: PasswordRestriction): void {
    directory.appManagementPolicy.isEnabled = true;
    directory.appManagementPolicy.applicationRestrictions.passwordCredentials = [restriction];
  }

  test("refuses a life of exactly its maximum", () => {
    restrict(lifetime);
    const message =
      "Credential lifetime exceeds the max value allowed as per assigned policy '00000000-0000-0000-0000-000000000000'.";
    expect(() => addSecret(directory, id, { endDateTime: "2027-03-30T12:00:00Z" }, NOW)).toThrow(
      expect.objectContaining({
        status: 400,
        code: "CredentialInvalidLifetimeAsPerAppPolicy",
        message,
        details: [{ code: "InvalidKeyEndDate", message, target: "EndDate" }],
      }),
    );
  });

  test("accepts a life a second shorter", () => {
    restrict(lifetime);
    expect(addSecret(directory, id, { endDateTime: "2027-03-30T11:59:59Z" }, NOW).hint).toHaveLength(3);
  });

  test("refuses every secret where it blocks them", () => {
    restrict({ ...lifetime, restrictionType: "passwordAddition", maxLifetime: null });
    expect(() => addSecret(directory, id, { endDateTime: "2026-10-02T00:00:00Z" }, NOW)).toThrow(
      expect.objectContaining({ status: 400, code: "CredentialTypeNotAllowedAsPerAppPolicy" }),
    );
  });

  test("leaves a secret alone that was there before", () => {
    const { secretText } = addSecret(directory, id, {}, NOW);
    restrict({ ...lifetime, restrictionType: "passwordAddition", maxLifetime: null });
    expect(judgeSecret(application(), secretText, NOW)).toBe("valid");
  });

  test("spares applications made before the date it names", () => {
    restrict({ ...lifetime, restrictForAppsCreatedAfterDateTime: "2026-10-01T12:00:00Z" });
    expect(() => addSecret(directory, id, {}, NOW)).not.toThrow();
  });

  test("does nothing while the restriction or the policy is off", () => {
    restrict({ ...lifetime, state: "disabled" });
    expect(() => addSecret(directory, id, {}, NOW)).not.toThrow();
    restrict(lifetime);
    directory.appManagementPolicy.isEnabled = false;
    expect(() => addSecret(directory, id, {}, NOW)).not.toThrow();
  });
});
