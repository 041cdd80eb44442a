/** What a run leaves that was cut off while Pulumi wrote beside the state: with the real engine, which alone knows that file. */
import { readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { explain } from "../../failures/explain.ts";
import { EMPTY_NOTE } from "../../stack/empty-note.ts";
import { withTenant } from "../support/stack.ts";

it("an empty note beside the state is told from a damaged state, and deleting it brings every stack back", async () => {
  await withTenant(async (stack) => {
    await stack.succeed("stack", "init", stack.name);
    const states = join(stack.folder, "state", ".pulumi", "stacks", "esia");
    const note = join(states, `${stack.name}.json.attrs`);
    expect(readdirSync(states)).toContain(`${stack.name}.json.attrs`);
    writeFileSync(note, "");

    const exported = await stack.run("stack", "export");
    expect(exported.code).not.toBe(0);
    const listed = await stack.run("stack", "ls");
    expect(listed.code).not.toBe(0);
    for (const { text } of [exported, listed]) {
      expect(explain(text, stack.name)).toMatchObject([{ id: "empty note beside the state", known: "specific" }]);
    }
    const doctor = await stack.command("doctor", ["--stack", stack.name]);
    expect(doctor.text.replace(/\s+/g, " ")).toContain(EMPTY_NOTE.what);

    rmSync(note);
    expect(await stack.succeed("stack", "ls")).toContain(stack.name);
  }, {});
});
