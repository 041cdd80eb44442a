import { describe, expect, it } from "vitest";
import { BODY, ID, INPUTS, OWNER, PROPERTIES, READ, STATE, UNSET } from "./application-sample.ts";
import { about, graphRefusal, ORIGIN, refused, scripted } from "./scripted-graph.ts";

describe("an application that is there", () => {
  it("is renamed in place, and its request for permissions is not sent again", async () => {
    const { requiredResourceAccess: _, ...rest } = BODY;
    const { plugin, left } = await scripted([
      {
        asks: `PATCH /v1.0/applications/${ID}`,
        body: { ...UNSET, ...rest, displayName: "new" },
        answers: { status: 204 },
      },
      ...READ,
    ]);
    const question = { id: `/applications/${ID}`, state: PROPERTIES, inputs: { ...INPUTS, displayName: "new" } };
    expect(await plugin.diff(about("Application", question))).toEqual({ displayName: "update" });
    await plugin.update(about("Application", question));
    expect(left).toEqual([]);
  });

  it("keeps clientId and objectId known in the preview of a change", async () => {
    const { plugin } = await scripted([]);
    const question = { state: PROPERTIES, inputs: { ...INPUTS, displayName: "new" }, preview: true };
    expect(await plugin.update(about("Application", question))).toEqual({ ...PROPERTIES, displayName: "new" });
  });

  it("gets new owners before it loses the old ones", async () => {
    const old = "99999999-9999-4999-8999-999999999999";
    const { requiredResourceAccess: _, ...rest } = BODY;
    const { plugin, left } = await scripted([
      { asks: `PATCH /v1.0/applications/${ID}`, body: { ...UNSET, ...rest }, answers: { status: 204 } },
      { asks: `GET /v1.0/applications/${ID}/owners`, answers: { status: 200, body: { value: [{ id: old }] } } },
      {
        asks: `POST /v1.0/applications/${ID}/owners/$ref`,
        body: { "@odata.id": `${ORIGIN}/v1.0/directoryObjects/${OWNER}` },
        answers: { status: 204 },
      },
      { asks: `DELETE /v1.0/applications/${ID}/owners/${old}/$ref`, answers: { status: 204 } },
      ...READ,
    ]);
    const state = { ...PROPERTIES, owners: [old] };
    await plugin.update(
      about("Application", { id: `/applications/${ID}`, state, inputs: { ...INPUTS, owners: [OWNER] } }),
    );
    expect(left).toEqual([]);
  });

  it("reads as gone when Graph does not know it", async () => {
    const { plugin } = await scripted([
      { asks: `GET /v1.0/applications/${ID}`, answers: graphRefusal(404, "Request_ResourceNotFound", "gone") },
    ]);
    expect(await plugin.read(about("Application", { id: `/applications/${ID}` }))).toBeUndefined();
  });

  it("reads no inputs but those that a program once set", async () => {
    const { plugin } = await scripted(READ);
    const found = await plugin.read(
      about("Application", {
        id: `/applications/${ID}`,
        state: PROPERTIES,
        inputs: { displayName: "old", notes: "old" },
      }),
    );
    expect(found).toEqual({
      id: `/applications/${ID}`,
      properties: STATE,
      inputs: { displayName: "esia", notes: "Made by a test" },
    });
  });

  it("imports everything that is not as by default", async () => {
    const { plugin } = await scripted(READ);
    const { signInAudience: _, ...inputs } = INPUTS;
    expect((await plugin.read(about("Application", { id: `/applications/${ID}` })))?.inputs).toEqual(inputs);
  });

  it("is not read by anything but its id", async () => {
    const { plugin } = await scripted([]);
    await expect(plugin.read(about("Application", { id: ID }))).rejects.toThrow(
      `The id to read must be an application's id, /applications/<object id>, not "${ID}".`,
    );
  });

  it("is deleted when Graph no longer knows it, five times in a row", async () => {
    const missing = {
      asks: `GET /v1.0/applications/${ID}`,
      answers: graphRefusal(404, "Request_ResourceNotFound", "gone"),
    };
    const { plugin, settles, left } = await scripted([
      { asks: `DELETE /v1.0/applications/${ID}`, answers: { status: 204 } },
      READ[0],
      missing,
      READ[0],
      ...Array(5).fill(missing),
    ]);
    await plugin.delete(about("Application", { id: `/applications/${ID}` }));
    expect(left).toEqual([]);
    expect(settles).toEqual(Array(7).fill(5000));
  });

  it.each([
    [404, "Request_ResourceNotFound", "gone"],
    [403, "Authorization_RequestDenied", "Insufficient privileges"],
  ])(
    "is not deleted when Graph answers %i: one that is gone already is an error too",
    async (status, code, message) => {
      const { plugin } = await scripted([
        { asks: `DELETE /v1.0/applications/${ID}`, answers: graphRefusal(status, code, message) },
      ]);
      await expect(plugin.delete(about("Application", { id: `/applications/${ID}` }))).rejects.toThrow(
        `deleting Application (Application: "${ID}"): ${refused(status, code, message)}`,
      );
    },
  );
});
