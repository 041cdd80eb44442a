import { describe, expect, test } from "vitest";
import type { Row } from "../../commands/rows/report.ts";
import type { Target } from "../../commands/verify/target.ts";
import type { Circumstances } from "../../commands/verify/verify.ts";
import { requireObject } from "../../dev/tenant/directory.ts";
import { throttled } from "../../dev/tenant/faults.ts";
import { addSecret } from "../../dev/tenant/secrets.ts";
import { GRAPH, START, useTenant } from "../tenant/client.ts";
import { provision, verifyIn } from "./esia-app.ts";

const used = useTenant();
/** The tenant's clock and verify's, which the tests move together. */
const at = (time: string) => used.tenant.clock.set(() => new Date(time));

/** An application with keys 1 and 2, whose ends are a year apart. */
function twoKeys() {
  const app = provision(used.tenant, "2027-10-01T00:00:00Z");
  const { directory } = used.tenant;
  const make = (made: string, displayName: string, endDateTime: string) =>
    addSecret(directory, app.id, { displayName, endDateTime, startDateTime: made }, new Date(made));
  const two = make("2027-07-01T00:00:00Z", "ESIA key 2, made 2027-07-01", "2029-06-30T00:00:00Z");
  const older: Target = { ...app.target, stack: undefined, key: "taken from standard input" };
  const newest: Target = { ...older, values: { ...older.values, clientSecret: two.secretText } };
  const signIn = ({ values }: Target) => used.token(GRAPH, values.clientId, values.clientSecret);
  return { ...app, older, newest, signIn, make };
}

/** The rows about keys, behind "Key". */
async function keyRows(target: Target, circumstances: Circumstances = {}): Promise<Row[]> {
  const rows = await verifyIn(used.tenant, target, circumstances);
  const checks = /^(Key's life|Newer key|Older keys|Use of )/;
  return rows.filter(({ check }) => checks.test(check));
}

const details = async (target: Target, circumstances: Circumstances = {}) =>
  (await keyRows(target, circumstances)).map(({ check, result, detail }) => [check, result, detail]);

describe("the key that signed in", () => {
  test("is known by itself, without a stack: number, end and days left", async () => {
    const { target } = provision(used.tenant);
    expect(await keyRows({ ...target, stack: undefined })).toEqual([
      { check: "Key's life", result: "pass", detail: "Key 1 works for 457 more days, until 2028-01-01." },
    ]);
  });

  test("is a warning from 60 days before its end, or from as many as are given", async () => {
    const { target } = provision(used.tenant, "2027-10-01T00:00:00Z");
    at("2027-08-02T00:00:00Z");
    expect(await details(target)).toEqual([["Key's life", "pass", "Key 1 works for 60 more days, until 2027-10-01."]]);
    at("2027-08-03T00:00:00Z");
    expect(await keyRows(target)).toEqual([
      {
        check: "Key's life",
        result: "warn",
        detail: "Key 1 works for 59 more days, until 2027-10-01.",
        next: "Run 'pulumi up --stack test': it makes the next key when this one is due. Type that into ESIA.",
      },
    ]);
    expect((await keyRows(target, { warnDays: 14 })).map(({ result }) => result)).toEqual(["pass"]);
  });

  test("that is over fails, also where Entra's clock still lets it in", async () => {
    const { target } = provision(used.tenant, "2027-10-01T00:00:00Z");
    expect(await keyRows(target, { today: new Date("2027-10-01T00:00:00Z") })).toEqual([
      {
        check: "Key's life",
        result: "fail",
        detail: "Key 1 ended on 2027-10-01.",
        next: "Run 'pulumi up --stack test': it makes the next key when this one is due. Type that into ESIA.",
      },
    ]);
  });

  test("is told that a newer one waits to be typed in", async () => {
    const { older, newest } = twoKeys();
    at("2027-07-02T00:00:00Z");
    expect((await keyRows(older)).slice(0, 2)).toEqual([
      { check: "Key's life", result: "pass", detail: "Key 1 works for 91 more days, until 2027-10-01." },
      {
        check: "Newer key",
        result: "warn",
        detail:
          "Key 2, made on 2027-07-01, is newer than key 1 and waits to be typed into ESIA. It works until 2029-06-30.",
        next:
          "Type it into ESIA: 'pulumi stack output clientSecret --show-secrets --stack NAME' prints it. Then verify again " +
          "with it.",
      },
    ]);
    expect((await keyRows(newest)).map(({ check }) => check)).not.toContain("Newer key");
  });

  test("of a stack is told that a newer one is not the stack's", async () => {
    const { older } = twoKeys();
    at("2027-07-02T00:00:00Z");
    expect((await keyRows({ ...older, stack: "contoso" })).find(({ check }) => check === "Newer key")).toEqual({
      check: "Newer key",
      result: "warn",
      detail:
        "Key 2, made on 2027-07-01, is newer than key 1 and is not the stack's: somebody added it, or an interrupted run left " +
        "it. It works until 2029-06-30.",
      next: "'npm run doctor -- --stack contoso' says what to do with it.",
    });
  });

  test("that was asked for as an older one is told of no newer one", async () => {
    const { older } = twoKeys();
    at("2027-09-01T00:00:00Z");
    const rows = await keyRows({ ...older, stack: "contoso", older: true });
    expect(rows.map(({ check }) => check)).not.toContain("Newer key");
    expect(rows[0]?.next).toBe("Type the newest key into ESIA, if it still uses this one.");
  });

  test("is not claimed where two begin alike: both are named, and the state can tell", async () => {
    const { id, older } = twoKeys();
    at("2027-07-02T00:00:00Z");
    const [two, one] = requireObject(used.tenant.directory.applications, id).graph.passwordCredentials;
    if (!one || !two) throw new Error("no keys");
    two.hint = one.hint;
    expect((await keyRows(older))[0]).toEqual({
      check: "Key's life",
      result: "unknown",
      detail:
        "It is one of key 2 (until 2029-06-30) and key 1 (until 2027-10-01): they begin alike, so which one cannot be told.",
      next: "With --stack NAME the stack's state tells.",
    });
    // It can be the one that ends.
    at("2027-08-03T00:00:00Z");
    expect((await keyRows(older))[0]?.result).toBe("warn");
    at("2027-07-02T00:00:00Z");
    const held = { number: 1, keyId: one.keyId, made: START, end: new Date("2027-10-01T00:00:00Z") };
    expect((await keyRows({ ...older, stack: "contoso", held }))[0]?.detail).toBe(
      "Key 1 works for 91 more days, until 2027-10-01.",
    );
  });

  test("is not found in a list that shows none like it, and nothing is said of its life", async () => {
    const { id, target } = provision(used.tenant);
    for (const credential of requireObject(used.tenant.directory.applications, id).graph.passwordCredentials) {
      credential.hint = "~~~";
    }
    expect(await details(target)).toEqual([
      [
        "Key's life",
        "unknown",
        "Entra lists no key of this application that begins as this one; it may have been made just now.",
      ],
    ]);
  });

  test("is judged by the state alone where the application may not be read, and that is said", async () => {
    const { target, revoke } = provision(used.tenant);
    revoke("graph", "Application.Read.All");
    const omit = ["Application.Read.All"];
    const held = { number: 1, keyId: "id", made: START, end: new Date("2028-01-01T00:00:00Z") };
    expect(await details({ ...target, omit, held })).toEqual([
      [
        "Key's life",
        "pass",
        "Key 1 works for 457 more days, until 2028-01-01. That is what the stack's state says: the application's keys can be " +
          "read with Application.Read.All only.",
      ],
    ]);
    expect(await details({ ...target, omit, stack: undefined })).toEqual([
      ["Key's life", "unknown", "The application's keys can be read with Application.Read.All only."],
    ]);
  });

  test("is not known where the read is refused: that fails its role's row, if at all", async () => {
    const { target } = provision(used.tenant);
    const body = { error: { code: "Forbidden", message: "Blocked." } };
    used.tenant.faults.add({ method: "GET", path: /applications\(appId/, action: { answer: { status: 403, body } } });
    expect(await details({ ...target, stack: undefined })).toEqual([
      [
        "Key's life",
        "unknown",
        `The application could not be read (${used.tenant.metadataHost} answered 403 Forbidden).`,
      ],
    ]);
  });

  test("prints no character of any key", async () => {
    const { id, older } = twoKeys();
    at("2027-07-02T00:00:00Z");
    const hints = requireObject(used.tenant.directory.applications, id).graph.passwordCredentials.map(
      (credential, index) => {
        credential.hint = index === 0 ? "ZQ~" : credential.hint;
        return credential.hint;
      },
    );
    const text = JSON.stringify(await keyRows(older));
    expect(hints.filter((hint) => text.includes(hint))).toEqual([]);
  });
});

describe("whether an older key is still used", () => {
  test("is not asked where there is none", async () => {
    const { target } = provision(used.tenant);
    await keyRows(target);
    expect(used.tenant.requests.filter(({ path }) => path.includes("appCredentialSignIn"))).toEqual([]);
  });

  test("is denied after its silence of more than 48 hours, with the command that retires it", async () => {
    const { older, newest, signIn } = twoKeys();
    at("2027-07-02T08:00:00Z");
    await signIn(older);
    at("2027-07-04T08:00:01Z");
    expect((await keyRows({ ...newest, stack: "contoso" })).at(-1)).toEqual({
      check: "Use of key 1",
      result: "pass",
      detail:
        "Nothing has signed in with key 1 since 2027-07-02, by a report that reaches to 2027-07-04: it can be retired.",
      next: "'pulumi config set esia:retireUpTo 1 --stack contoso', then 'pulumi up --stack contoso'; or let it end, on 2027-10-01.",
    });
  });

  test("is not denied after 48 hours and no more", async () => {
    const { older, newest, signIn } = twoKeys();
    at("2027-07-02T08:00:00Z");
    await signIn(older);
    at("2027-07-04T08:00:00Z");
    expect((await details(newest)).at(-1)).toEqual(["Use of key 1", "pass", "Key 1 last used 2027-07-02."]);
  });

  test("is not known while the report is late, which the newest key's last sign-in shows", async () => {
    const { older, newest, signIn } = twoKeys();
    at("2027-07-02T08:00:00Z");
    await signIn(older);
    used.tenant.signIns.late();
    at("2027-07-10T08:00:00Z");
    expect((await details(newest)).at(-1)).toEqual(["Use of key 1", "pass", "Key 1 last used 2027-07-02."]);
  });

  test("is not known where the report does not name it", async () => {
    const { newest } = twoKeys();
    at("2027-07-02T08:00:00Z");
    expect((await details(newest)).at(-1)).toEqual([
      "Use of key 1",
      "unknown",
      "The report of sign-ins does not name key 1: whether it is still used is not known.",
    ]);
  });

  test("is a warning when it ends soon and something uses it", async () => {
    const { older, newest, signIn } = twoKeys();
    at("2027-09-01T08:00:00Z");
    await signIn(older);
    expect((await keyRows(newest)).at(-1)).toEqual({
      check: "Use of key 1",
      result: "warn",
      detail: "Key 1 last used 2027-09-01.",
      next: "Type key 2 into ESIA before 2027-10-01, if it still uses key 1.",
    });
  });

  test("counts a run that signs in with it, and says so", async () => {
    const { older } = twoKeys();
    at("2027-07-02T08:00:00Z");
    expect((await details({ ...older, stack: "contoso", older: true })).at(-1)).toEqual([
      "Use of key 1",
      "pass",
      "Key 1 last used 2027-07-02. This run signed in with key 1 itself, which the report will count as a use.",
    ]);
  });

  const says = (report: "empty" | "refused") => () => {
    used.tenant.signIns.report = report;
  };
  test.each<[string, () => void, string]>([
    ["empty", says("empty"), "the report of sign-ins is empty"],
    ["refused for want of a licence", says("refused"), "the tenant has no licence for the report of sign-ins"],
    [
      "throttled: it is not waited for",
      () => used.tenant.faults.add({ method: "GET", path: /appCredentialSignIn/, action: throttled(17) }),
      "HOST answered 429 TooManyRequests and asks to wait 17 s",
    ],
    [
      "of another shape than documented",
      () =>
        used.tenant.faults.add({
          method: "GET",
          path: /appCredentialSignIn/,
          action: { answer: { status: 200, body: { value: [{}] } } },
        }),
      "HOST answered in a form that is not known here: value[0].keyId is no string",
    ],
  ])("is not known, and never a failure, where the report is %s", async (_, change, why) => {
    const { newest } = twoKeys();
    at("2027-07-02T08:00:00Z");
    change();
    expect((await details(newest)).at(-1)).toEqual([
      "Older keys",
      "unknown",
      `Whether key 1 is still used is not known: ${why.replace("HOST", used.tenant.metadataHost)}.`,
    ]);
  });

  test("is not known without Directory.Read.All, nor in a cloud without the report", async () => {
    const { newest, revoke } = twoKeys();
    at("2027-07-02T08:00:00Z");
    const endpoints = { ...newest.endpoints, reports: false };
    expect((await details({ ...newest, endpoints })).at(-1)?.[2]).toBe(
      "Whether key 1 is still used is not known: Microsoft documents no report of sign-ins in this cloud.",
    );
    revoke("graph", "Directory.Read.All");
    expect((await details({ ...newest, omit: ["Directory.Read.All"] })).at(-1)?.[2]).toBe(
      "Whether key 1 is still used is not known: the report of sign-ins takes Directory.Read.All.",
    );
  });

  test("rests on this program's keys alone: a secret that somebody added takes no part", async () => {
    const { older, newest, signIn, make } = twoKeys();
    const { secretText } = make("2027-07-01T12:00:00Z", "portal", "2029-01-01T00:00:00Z");
    const portal = { ...newest, values: { ...newest.values, clientSecret: secretText } };
    at("2027-07-02T08:00:00Z");
    for (const target of [older, newest]) await signIn(target);
    at("2027-07-09T08:00:00Z");
    await signIn(portal);
    used.tenant.signIns.late();
    // The newest of this program's was silent, too: it must not be retired for a secret that nobody gave to ESIA.
    expect(await details({ ...newest, stack: "contoso" })).toEqual([
      ["Key's life", "pass", "Key 2 works for 722 more days, until 2029-06-30."],
      ["Use of key 1", "pass", "Key 1 last used 2027-07-02."],
    ]);
    expect((await details(portal))[0]).toEqual([
      "Key's life",
      "pass",
      '"portal" works for 542 more days, until 2029-01-01.',
    ]);
  });

  test("is never told of the newest: a sign-in with it may be verify's own", async () => {
    const { older, newest, signIn } = twoKeys();
    at("2027-07-02T08:00:00Z");
    await signIn(older);
    at("2027-07-10T08:00:00Z");
    await signIn(newest);
    const text = JSON.stringify(await verifyIn(used.tenant, newest));
    expect(text).not.toMatch(/Use of key 2|ESIA uses|key 2 last used/i);
  });
});
