import { describe, expect, it } from "vitest";
import { ProviderPlugin, type ResourceQuestion } from "../../dev/stand-ins/providers/provider-plugin.ts";
import { random } from "../../dev/stand-ins/providers/random-uuid.ts";

const UUID = "11111111-1111-4111-8111-111111111111";
const question = (said: Partial<ResourceQuestion>): ResourceQuestion => ({
  type: "random:index/randomUuid:RandomUuid",
  id: "",
  state: {},
  inputs: {},
  ignored: [],
  preview: false,
  ...said,
});
const plugin = async () => {
  const made = new ProviderPlugin(random);
  await made.configure({});
  return made;
};

describe("a random UUID", () => {
  it("is its own id, and another one each time", async () => {
    const { create } = await plugin().then((one) => ({ create: () => one.create(question({})) }));
    const [first, second] = [await create(), await create()];
    expect(first).toEqual({
      id: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/),
      properties: { id: first.id, keepers: null, result: first.id, __meta: '{"schema_version":"0"}' },
    });
    expect(second.id).not.toBe(first.id);
  });

  it("reads as what the state says", async () => {
    const found = await (await plugin()).read(question({ id: UUID, state: { result: UUID } }));
    expect(found?.properties).toEqual({ id: UUID, keepers: null, result: UUID, __meta: '{"schema_version":"0"}' });
  });

  it("is not imported from anything else", async () => {
    await expect((await plugin()).read(question({ id: "mark" }))).rejects.toThrow(
      'The id of a RandomUuid must be a UUID, not "mark".',
    );
  });

  it("stays with the same keepers and is replaced with others", async () => {
    const asked = await plugin();
    const state = { result: UUID, keepers: { a: "1", b: "2" } };
    expect(await asked.diff(question({ state, inputs: { keepers: { b: "2", a: "1" } } }))).toEqual({});
    expect(await asked.diff(question({ state, inputs: { keepers: { a: "2" } } }))).toEqual({
      keepers: "update-replace",
    });
  });

  it("takes no other property", async () => {
    expect((await plugin()).check(question({ inputs: { length: 8 } })).failures).toEqual([
      {
        property: "length",
        reason:
          "length of RandomUuid is not served by this stand-in, which takes keepers: leave it out, or use the real provider.",
      },
    ]);
  });

  it("is all there is of random", async () => {
    const asked = await plugin();
    expect(() => asked.check(question({ type: "random:index/randomPassword:RandomPassword" }))).toThrow(
      "random:index/randomPassword:RandomPassword is not served by this stand-in for pulumi-random 4.21.2, which has " +
        "only RandomUuid. For anything else install the real provider: pulumi plugin install resource random 4.21.2",
    );
  });
});
