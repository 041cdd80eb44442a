import { describe, expect, it } from "vitest";
import { passwordBody } from "../../dev/stand-ins/providers/application-password.ts";
import { UNKNOWN } from "../../dev/stand-ins/providers/property-values.ts";
import { about, graphRefusal, refused, scripted } from "./scripted-graph.ts";

const APPLICATION = "11111111-1111-4111-8111-111111111111";
const KEY = "22222222-2222-4222-8222-222222222222";
const ID = `${APPLICATION}/password/${KEY}`;
const MARK = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270" };
const INPUTS = { applicationId: `/applications/${APPLICATION}`, displayName: "1", endDate: "2027-12-31T00:00:00Z" };
const CREDENTIAL = {
  displayName: "1",
  endDateTime: "2027-12-31T00:00:00Z",
  hint: "abc",
  keyId: KEY,
  secretText: null,
  startDateTime: "2026-01-01T00:00:00Z",
};
const STATE = {
  applicationId: `/applications/${APPLICATION}`,
  displayName: "1",
  endDate: "2027-12-31T00:00:00Z",
  keyId: KEY,
  startDate: "2026-01-01T00:00:00Z",
  value: "abc~the.value",
};
const REMOVE = `POST /v1.0/applications/${APPLICATION}/removePassword`;
const ADD = {
  asks: `POST /v1.0/applications/${APPLICATION}/addPassword`,
  body: { passwordCredential: { displayName: "1", endDateTime: "2027-12-31T00:00:00Z" } },
};
const GET = `GET /v1.0/applications/${APPLICATION}`;
const APPLICATION_READ = { asks: GET, answers: { status: 200, body: { id: APPLICATION, passwordCredentials: [] } } };
const WITH_KEY = { asks: GET, answers: { status: 200, body: { id: APPLICATION, passwordCredentials: [CREDENTIAL] } } };
const ON_WIRE = { ...STATE, id: ID, __meta: '{"schema_version":"1"}', value: { ...MARK, value: "abc~the.value" } };

describe("a client secret", () => {
  it("comes back with its value marked as secret", async () => {
    const answers = { status: 200, body: { ...CREDENTIAL, secretText: "abc~the.value" } };
    const { plugin, settles, left } = await scripted([
      APPLICATION_READ,
      { ...ADD, answers },
      ...Array(6).fill(WITH_KEY),
    ]);
    expect(await plugin.create(about("ApplicationPassword", { inputs: INPUTS }))).toEqual({
      id: ID,
      properties: ON_WIRE,
    });
    expect(left).toEqual([]);
    expect(settles).toEqual([1000, 1000, 1000, 1000]);
  });

  it("is lost to the state when it cannot be confirmed", async () => {
    const answers = { status: 200, body: { ...CREDENTIAL, secretText: "abc~the.value" } };
    const no = graphRefusal(403, "Authorization_RequestDenied", "Insufficient privileges");
    const { plugin } = await scripted([APPLICATION_READ, { ...ADD, answers }, WITH_KEY, { ...WITH_KEY, answers: no }]);
    const failed = await plugin.create(about("ApplicationPassword", { inputs: INPUTS })).catch((thrown) => thrown);
    expect(failed).not.toHaveProperty("made");
    expect(failed.message).toBe(
      `Waiting for password credential for Application (Application: "${APPLICATION}"): ` +
        refused(403, "Authorization_RequestDenied", "Insufficient privileges"),
    );
  });

  it("is marked as secret in a preview too", async () => {
    const { plugin } = await scripted([]);
    const question = { inputs: { applicationId: UNKNOWN }, preview: true };
    expect((await plugin.create(about("ApplicationPassword", question))).properties).toEqual({
      applicationId: UNKNOWN,
      displayName: UNKNOWN,
      endDate: UNKNOWN,
      keyId: UNKNOWN,
      startDate: UNKNOWN,
      value: { ...MARK, value: UNKNOWN },
    });
  });

  it("keeps its value through a refresh, which Graph answers without one", async () => {
    const { plugin } = await scripted([
      { asks: GET, answers: { status: 200, body: { id: APPLICATION, passwordCredentials: [CREDENTIAL] } } },
    ]);
    const found = await plugin.read(about("ApplicationPassword", { id: ID, state: STATE, inputs: INPUTS }));
    expect(found).toEqual({ id: ID, properties: ON_WIRE, inputs: INPUTS });
  });

  it("that was removed by hand reads as gone", async () => {
    const { plugin } = await scripted([
      { asks: GET, answers: { status: 200, body: { id: APPLICATION, passwordCredentials: [] } } },
    ]);
    expect(await plugin.read(about("ApplicationPassword", { id: ID, state: STATE }))).toBeUndefined();
  });

  it("reads as gone with its application", async () => {
    const { plugin } = await scripted([{ asks: GET, answers: graphRefusal(404, "Request_ResourceNotFound", "gone") }]);
    expect(await plugin.read(about("ApplicationPassword", { id: ID, state: STATE }))).toBeUndefined();
  });

  it("is replaced by another end or another name", async () => {
    const { plugin } = await scripted([]);
    const inputs = { ...INPUTS, displayName: "2", endDate: "2028-12-31T00:00:00Z" };
    expect(await plugin.diff(about("ApplicationPassword", { state: STATE, inputs }))).toEqual({
      displayName: "update-replace",
      endDate: "update-replace",
    });
  });

  it("stays where the program ignores end and name", async () => {
    const { plugin } = await scripted([]);
    const inputs = { ...INPUTS, displayName: "2", endDate: "2028-12-31T00:00:00Z" };
    const question = { state: STATE, inputs, ignored: ["endDate", "displayName"] };
    expect(await plugin.diff(about("ApplicationPassword", question))).toEqual({});
  });

  it("stays where the program leaves its end and name to Entra", async () => {
    const { plugin } = await scripted([]);
    const question = { state: STATE, inputs: { applicationId: INPUTS.applicationId } };
    expect(await plugin.diff(about("ApplicationPassword", question))).toEqual({});
  });

  it("is sent with whole seconds, and without what is not set", () => {
    const inputs = { applicationId: "/applications/a", endDate: "2027-12-31T00:00:00.123Z" };
    expect(passwordBody(inputs)).toEqual({ passwordCredential: { endDateTime: "2027-12-31T00:00:00Z" } });
  });

  it("is not imported: nobody but the state knows its value", async () => {
    const { plugin } = await scripted([]);
    await expect(plugin.read(about("ApplicationPassword", { id: ID }))).rejects.toThrow(
      `The secret ${ID} cannot be imported: its value is shown only when it is made. Declare a new one.`,
    );
  });

  it("is not lived with when Graph gives it no value", async () => {
    const { plugin } = await scripted([APPLICATION_READ, { ...ADD, answers: { status: 200, body: CREDENTIAL } }]);
    await expect(plugin.create(about("ApplicationPassword", { inputs: INPUTS }))).rejects.toThrow(
      "Microsoft Graph added a password without a keyId or a value.",
    );
  });

  it("is not made against the tenant's policy, whose words are handed on", async () => {
    const code = "CredentialInvalidLifetimeAsPerAppPolicy";
    const { plugin } = await scripted([APPLICATION_READ, { ...ADD, answers: graphRefusal(400, code, "Too long.") }]);
    await expect(plugin.create(about("ApplicationPassword", { inputs: INPUTS }))).rejects.toThrow(
      `Adding password for Application (Application: "${APPLICATION}"): ${refused(400, code, "Too long.")}`,
    );
  });

  it.each([
    ["rotateWhenChanged", { a: "b" }, "rotateWhenChanged of ApplicationPassword is refused: it ends the old secret in"],
    ["endDateRelative", "24h", "endDateRelative of ApplicationPassword is refused: it is deprecated; set endDate."],
    [
      "endDate",
      "tomorrow",
      'endDate of ApplicationPassword must be a date and time as in 2027-12-31T00:00:00Z, not "t',
    ],
    ["applicationId", APPLICATION, "applicationId of ApplicationPassword must be an application's id, /applications/<"],
  ])("is refused with a wrong %s", async (property, value, reason) => {
    const { plugin } = await scripted([]);
    const { failures } = plugin.check(about("ApplicationPassword", { inputs: { ...INPUTS, [property]: value } }));
    expect(failures).toEqual([{ property, reason: expect.stringContaining(reason) }]);
  });

  it("is removed when its application no longer shows it, five times in a row", async () => {
    const { plugin, settles, left } = await scripted([
      { asks: REMOVE, body: { keyId: KEY }, answers: { status: 204 } },
      WITH_KEY,
      ...Array(5).fill(APPLICATION_READ),
    ]);
    await plugin.delete(about("ApplicationPassword", { id: ID }));
    expect(left).toEqual([]);
    expect(settles).toEqual([5000, 5000, 5000, 5000, 5000]);
  });

  it.each([
    [404, "Request_ResourceNotFound", "gone"],
    [400, "Request_BadRequest", "No password credential found with keyId."],
  ])(
    "is not removed when Graph answers %i: one that is gone already is an error too",
    async (status, code, message) => {
      const { plugin } = await scripted([
        { asks: REMOVE, body: { keyId: KEY }, answers: graphRefusal(status, code, message) },
      ]);
      await expect(plugin.delete(about("ApplicationPassword", { id: ID }))).rejects.toThrow(
        `Removing password credential "${KEY}" from Application (Application: "${APPLICATION}"): ` +
          refused(status, code, message),
      );
    },
  );
});
