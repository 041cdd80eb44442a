import { expect, it } from "vitest";
import { goneRow, settingRow, type ToTake, unseenRow, type Writing } from "../../commands/adopt/setting-row.ts";
import type { StackState } from "../../commands/doctor/stack-state.ts";
import { GRAPH, OBJECT } from "./given.ts";

const GRANT = `grant-User.Read.All=/servicePrincipals/${GRAPH}/appRoleAssignedTo/g1`;
const NAMED = `application=/applications/${OBJECT} ${GRANT}`;
const held = (...names: string[]) => ({ held: names.map((name) => ({ name })) as StackState["held"] });
const nothing: ToTake = { value: `application=/applications/${OBJECT}`, names: [], fails: false };

/** @returns what the row says, and what was asked of Pulumi */
async function row(what: ToTake, own: Partial<Writing>, code = 0) {
  const asked: string[] = [];
  const pulumi: Writing["pulumi"] = async (words) => {
    asked.push(words.join(" "));
    return { code, stdout: "", stderr: "no stack named acme" };
  };
  const writing = { stack: "acme", clientId: undefined, yes: false, state: held(), config: {}, pulumi, ...own };
  return { ...(await settingRow(what, writing)), asked };
}

it("nothing is to be said where all that the setting names is the stack's", async () => {
  const own = { state: held("application", "grant-User.Read.All"), config: { "esia:adopt": NAMED } };
  expect(await row(nothing, own)).toMatchObject({
    result: "pass",
    detail: "Nothing to take over: all that exists of what a run makes is in the state.",
    asked: [],
  });
});

it("a setting that names what is gone is shown, and stays until --yes", async () => {
  const own = { state: held("application"), config: { "esia:adopt": NAMED } };
  expect(await row(nothing, own)).toEqual({
    check: "Setting",
    result: "warn",
    detail:
      "esia:adopt still names grant-User.Read.All, which is not there to take over any more: a run may fail on it.",
    next: "'npm run adopt -- --stack acme --yes' removes the setting.",
    asked: [],
  });
  expect(await row(nothing, { ...own, yes: true })).toEqual({
    check: "Setting",
    result: "pass",
    detail: "esia:adopt is removed: it named grant-User.Read.All, which is not there to take over any more.",
    next: "'pulumi up --stack acme' makes what is missing.",
    asked: ["config rm esia:adopt --stack acme --non-interactive"],
  });
});

it("a setting of which something is left is written anew, without what is gone", async () => {
  const own = { state: held(), config: { "esia:adopt": NAMED }, yes: true };
  expect(await row({ ...nothing, names: ["application"] }, own)).toMatchObject({
    result: "pass",
    detail: "esia:adopt is written: 1 to take over.",
    asked: [`config set esia:adopt application=/applications/${OBJECT} --stack acme --non-interactive`],
  });
});

it("a setting that Pulumi does not let go fails, and says why", async () => {
  const own = { state: held("application"), config: { "esia:adopt": NAMED }, yes: true };
  expect(await row(nothing, own, 255)).toMatchObject({
    result: "fail",
    detail: "esia:adopt was not removed. There is no stack acme where 'pulumi whoami --verbose' points.",
  });
});

it("without a setting, or with one that no run understands, nothing is gone", async () => {
  const writing = { stack: "acme", clientId: undefined, yes: true, state: held() };
  const pulumi: Writing["pulumi"] = () => Promise.reject(new Error("asked"));
  expect(await goneRow({ ...writing, config: {}, pulumi })).toBeUndefined();
  expect(await goneRow({ ...writing, config: { "esia:adopt": "nonsense" }, pulumi })).toBeUndefined();
});

it("a setting beside an application that was not found is left alone: it may name one that nobody looked for", () => {
  const config = { "esia:adopt": NAMED };
  expect(unseenRow({ stack: "acme", state: held(), config })).toEqual({
    check: "Setting",
    result: "warn",
    detail: "esia:adopt names 2 to take over; whether they exist was not looked up.",
    next:
      "'npm run adopt -- --stack acme --client-id ID' looks at the application that is meant. If it is gone, " +
      "'pulumi config rm esia:adopt --stack acme' lets a run make a new one.",
  });
  expect(unseenRow({ stack: "acme", state: held(), config: {} })).toBeUndefined();
  expect(unseenRow({ stack: "acme", state: held("application", "grant-User.Read.All"), config })).toBeUndefined();
});
