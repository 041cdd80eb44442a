/**
 * An operator who does what is printed, to the letter, and nothing else: after trouble a plain run first, or one with a
 * refresh where the run says so, then what the explanation says, then what doctor says. What is printed nowhere is not done.
 */
import { readdirSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import type { Row } from "../../commands/rows/row.ts";
import { deleteApplication } from "../../dev/tenant/applications.ts";
import { findApplicationByAppId } from "../../dev/tenant/directory.ts";
import { revokeGrant } from "../../dev/tenant/grants.ts";
import { removeSecret } from "../../dev/tenant/secrets.ts";
import { type Explanation, explain } from "../../failures/explain.ts";
import { secretMonths } from "../support/settings.ts";
import type { Ended, TestStack } from "../support/stack.ts";
import { readState } from "../support/state-file.ts";
import { applications } from "./wanted.ts";
import type { Watch } from "./watch.ts";

/** Commands of Pulumi's that ask before they change something. */
const ASK = ["up", "destroy", "refresh", "import"];
/** Rows of doctor's that tell of something left behind, or of what the next run rests on. */
const HEEDED =
  /^(Application|Service principal|Pipeline|Owners|Owners not declared|Grants|Client secrets|Interrupted run|Lock|Policy on client secrets|Names in reports)$/;

const INTERRUPTED = "Interrupted run";
/** Rows of adopt's that stand in its way, or say how it goes on. */
const OF_ADOPT = /^(Application|Service principal|Pipeline|Setting|Key to remove)$/;
/** Said of a key that is nobody's to remove before another is typed in. */
const MAY_BE_USED = "ESIA may be using it";

/** What ESIA was given, as ids: which application and key must not go. */
export interface InUse {
  clientId?: string;
  keyId?: string;
}

export class Operator {
  readonly stack: TestStack;
  readonly watch: Watch;
  readonly inUse: InUse = {};
  /** What was done, for whoever reads a failure. */
  readonly log: string[] = [];
  /** How often each kind of recovery was needed. */
  readonly needed: Record<string, number> = {};

  constructor(stack: TestStack, watch: Watch) {
    this.stack = stack;
    this.watch = watch;
  }

  /** @param words of Pulumi's command line, without `--stack` */
  async pulumi(...words: string[]): Promise<Ended> {
    const asks = ASK.includes(words[0] ?? "") ? ["--yes", "--skip-preview"] : words[0] === "cancel" ? ["--yes"] : [];
    const day = this.stack.tenant.clock.now().toISOString().slice(0, 10);
    const ended = await this.stack.start([...words, ...asks], { ESIA_AS_OF: day }).ended;
    this.log.push(`$ pulumi ${words.join(" ")} → ${ended.code}`);
    if (ended.code !== 0) this.log.push(diagnosticsOf(ended.text));
    this.watch.look(words[0] ?? "");
    return ended;
  }

  /** Frees the stack of a run that is surely dead; where that fails it is tried again first, as its explanation says. */
  async free(): Promise<void> {
    if ((await this.pulumi("cancel")).code === 0) return;
    const ended = await this.pulumi("cancel");
    if (ended.code === 0) return;
    for (const { id } of this.explained("cancel", ended)) {
      this.#count(`"${id}"`);
      expect(id).toBe("empty note beside the state");
      this.#deleteEmptyNotes();
    }
    expect((await this.pulumi("cancel")).code).toBe(0);
  }

  /**
   * Goes on until nothing differs from what is wanted.
   * @param command "up" or "destroy" @param ended how the run ended that met the trouble
   * @param differences from what is wanted, a line each
   * @throws AssertionError when what is printed does not lead there
   */
  async recover(command: "up" | "destroy", ended: Ended, differences: () => string[]): Promise<void> {
    let last = ended;
    let plain = 0;
    for (let round = 1; round <= 10; round += 1) {
      if (last.code !== 0) {
        const explanations = this.explained(command, last);
        // A change that failed: the run says that a plain one would not make it.
        const refreshes = diagnosticsOf(last.text).includes(`'pulumi up --refresh --stack ${this.stack.name}'`);
        if (plain === 0) {
          plain += 1;
          this.#count(refreshes ? "a run with a refresh" : "a plain run");
          last = await this.pulumi(command, ...(refreshes ? ["--refresh"] : []));
        } else last = (await this.#follow(command, explanations)) ?? (await this.pulumi(command));
        continue;
      }
      const different = differences();
      if (different.length === 0) return;
      // A warning says that the next run tries again.
      if (plain < 2 && /could not be shown|next 'pulumi up' tries again/.test(last.text)) {
        plain += 1;
        this.#count("a plain run");
        last = await this.pulumi(command);
        continue;
      }
      this.log.push(...different.map((line) => `different: ${line}`));
      if (!(await this.#takeOver())) expect.fail(`Nothing is said of: ${different.join("; ")}`);
      last = await this.pulumi(command);
    }
    expect.fail(`Never reached: ${differences().join("; ")}`);
  }

  /** @returns what explains a failed run @throws AssertionError when something is not explained, or not in the run itself */
  explained(command: string, { text: all }: Ended): Explanation[] {
    const months = secretMonths(this.stack);
    const found = explain(all, this.stack.name, {
      way: "client secret",
      ...(months !== undefined && { secretMonths: months }),
    });
    const text = diagnosticsOf(all);
    expect(found, text).not.toEqual([]);
    for (const { id, known } of found) {
      this.log.push(`explained: ${id} (${known})`);
      expect(known, text).not.toBe("default");
    }
    // A destroy does not run the program, nor does a refresh that fails before it. Where nobody gets in, or of a failure to
    // compare or to read what is taken over, the program may say only who explains it.
    if (command === "up" && !all.includes("**refreshing failed**")) {
      const unheard =
        (/(?:diffing|refreshing) urn:/.test(text) && all.includes("Pulumi ended the run: 'npm run -s explain --")) ||
        all.includes("Pulumi ended the run before the tenant had answered: 'npm run -s explain --");
      const isSaid = ({ action, command: next }: Explanation) =>
        unheard || text.includes(action) || quoted(next).some((words) => text.includes(words.slice(0, 3).join(" ")));
      expect(found.some(isSaid), `not said in the run: ${found.map(({ id }) => id).join(", ")}\n${text}`).toBe(true);
    }
    return found;
  }

  /** Does what the explanations say. @returns how the last run of the command ended, where they have one */
  async #follow(command: string, explanations: readonly Explanation[]): Promise<Ended | undefined> {
    let last: Ended | undefined;
    for (const { id, command: commands } of explanations) {
      this.#count(`"${id}"`);
      // The keeper of the policy makes an exception, as the explanation asks for.
      if (id === "secret blocked") this.stack.tenant.directory.appManagementPolicy.isEnabled = false;
      for (const words of quoted(commands)) {
        if (words[2] === "adopt") await this.#type(words);
        else if (words[0] === "npm") await this.#takeOver();
        else {
          const ended = await this.pulumi(...words.slice(1));
          if (words[1] === command) last = ended;
        }
      }
    }
    return last;
  }

  /**
   * Takes over or removes what exists and no state knows, as doctor says it. One place: another command may do it.
   * @returns whether doctor said anything of it
   */
  async #takeOver(): Promise<boolean> {
    const rows = (await this.#rowsOf("doctor", [])).filter(
      ({ check, result, next }) => HEEDED.test(check) && result !== "pass" && next !== undefined,
    );
    this.#count("doctor");
    // It says itself that what the other rows name comes first.
    rows.sort((one, other) => Number(one.check === INTERRUPTED) - Number(other.check === INTERRUPTED));
    let said = false;
    for (const { check, detail, next = "" } of rows.filter((row) => !row.detail.includes(MAY_BE_USED))) {
      this.log.push(`doctor: ${check}: ${detail} ${next}`);
      if (next.includes("Enterprise applications, its page, Owners")) {
        said = true;
        this.#inThePortal(detail);
      }
      for (const words of this.#chosen(next)) {
        said = true;
        await this.#type(words);
      }
    }
    return said;
  }

  /** Deletes what Pulumi left empty beside its states. */
  #deleteEmptyNotes(): void {
    const states = join(this.stack.folder, "state", ".pulumi", "stacks");
    for (const name of readdirSync(states, { recursive: true, encoding: "utf8" })) {
      if (name.endsWith(".json.attrs") && statSync(join(states, name)).size === 0) rmSync(join(states, name));
    }
  }

  /** Takes owners off the application's page, as a person does. */
  #inThePortal(detail: string): void {
    const { directory } = this.stack.tenant;
    for (const principal of directory.servicePrincipals) {
      if (principal.graph.appId !== applications(this.stack)[0]?.graph.appId) continue;
      principal.owners = principal.owners.filter((id) => !detail.includes(id));
    }
  }

  /** Where doctor leaves a choice: what ESIA uses is taken in, anything else removed. */
  #chosen(next: string): string[][] {
    const commands = quoted(next);
    const removal = commands.find((words) => words.slice(0, 4).join(" ") === "az ad app delete");
    if (!removal) return commands;
    if (removal.at(-1) !== this.inUse.clientId) return [removal];
    return commands.filter((words) => words !== removal);
  }

  /** The state is lost, and settings and passphrase are not: a stack of the name is made anew, and takes over what exists. */
  async loseState(): Promise<void> {
    await this.stack.succeed("stack", "rm", "--force", "--yes", "--preserve-config");
    await this.stack.succeed("stack", "init", this.stack.name);
    this.log.push("the state is lost");
    this.#count("a state that was lost");
    await this.#adopt(["--yes"]);
  }

  /** Removes the keys that the lost state held, as adopt names them, once ESIA uses the stack's own. */
  async removeLeft(): Promise<void> {
    for (const { check, next = "" } of await this.#rowsOf("adopt", [])) {
      if (check === "Key not in the state") for (const words of quoted(next)) await this.#type(words);
    }
    await this.pulumi("config", "rm", "esia:adopt");
  }

  /**
   * Runs adopt, and does what it says stands in the way, until it says nothing more. It is looked at first and told yes then,
   * as by a person who reads what it is about to do.
   */
  async #adopt(options: readonly string[], again = 0): Promise<void> {
    expect(again, "adopt leads nowhere").toBeLessThan(5);
    const looks = options.filter((word) => word !== "--yes");
    if (looks.length < options.length) await this.#rowsOf("adopt", looks);
    for (const { check, result, detail, next = "" } of await this.#rowsOf("adopt", options)) {
      if (result === "pass" || !OF_ADOPT.test(check)) continue;
      this.log.push(`adopt: ${check}: ${detail} ${next}`);
      // Of a choice that it leaves, the first: no other stack holds the application here.
      const [words] = this.#chosen(next);
      if (words?.[2] === "adopt") await this.#adopt(words.slice(4), again + 1);
      else if (words) {
        await this.#type(words);
        await this.#adopt(options, again + 1);
      }
    }
  }

  async #rowsOf(command: "adopt" | "doctor", options: readonly string[]): Promise<Row[]> {
    const day = this.stack.tenant.clock.now().toISOString().slice(0, 10);
    const { stdout, text } = await this.stack.command(command, ["--stack", this.stack.name, "--json", ...options], {
      ESIA_AS_OF: day,
    });
    this.log.push(`$ npm run ${[command, ...options].join(" ")}`);
    expect(stdout, text).toContain('"rows"');
    this.watch.look("by hand");
    return JSON.parse(stdout).rows;
  }

  async #type(words: readonly string[]): Promise<void> {
    const { directory, clock } = this.stack.tenant;
    const option = (name: string) => words[words.indexOf(name) + 1] ?? "";
    const line = words.join(" ");
    this.log.push(`$ ${line}`);
    if (words[0] === "pulumi") {
      await this.pulumi(...words.slice(1));
      // What it asked to go is watched already.
      return;
    }
    if (line.startsWith("npm run adopt ")) {
      expect(option("--remove-secret"), "the key that ESIA uses would be removed").not.toBe(this.inUse.keyId);
      await this.#adopt(words.slice(4));
    } else if (line.startsWith("az ad app delete ")) {
      expect(option("--id"), "the application that ESIA uses would be deleted").not.toBe(this.inUse.clientId);
      deleteApplication(directory, findApplicationByAppId(directory, option("--id"))?.graph.id ?? "", clock.now());
    } else if (line.startsWith("az ad app credential delete ")) {
      expect(option("--key-id"), "the key that ESIA uses would be removed").not.toBe(this.inUse.keyId);
      const id = findApplicationByAppId(directory, option("--id"))?.graph.id ?? "";
      removeSecret(directory, id, option("--key-id"));
    } else if (line.startsWith("az ad app owner remove ")) {
      const application = findApplicationByAppId(directory, option("--id"));
      if (application) application.owners = application.owners.filter((id) => id !== option("--owner-object-id"));
    } else if (line.startsWith("az rest --method DELETE ")) {
      const [, resource = "", grant = ""] = /servicePrincipals\/([^/]+)\/appRoleAssignedTo\/(.+)$/.exec(line) ?? [];
      revokeGrant(directory, resource, grant);
    } else if (!line.startsWith("npm run doctor")) expect.fail(`Nobody knows how to type: ${line}`);
    this.watch.look("by hand");
  }

  /** Types the newest key into ESIA. */
  typeIn(): void {
    const [application] = applications(this.stack);
    const newest = Object.entries(readState(this.stack).ids)
      .filter(([name]) => name.startsWith("secret-"))
      .sort(([one], [other]) => Number(other.slice(7)) - Number(one.slice(7)))[0];
    this.inUse.clientId = application?.graph.appId ?? "";
    this.inUse.keyId = newest?.[1].split("/").at(-1) ?? "";
  }

  #count(what: string): void {
    this.needed[what] = (this.needed[what] ?? 0) + 1;
  }
}

/** What a run says of its failures, without progress and outputs. */
function diagnosticsOf(text: string): string {
  return text.split("\nDiagnostics:").at(-1)?.split("\nOutputs:")[0] ?? "";
}

/** The commands in a text, each in its words, without the stack's name. */
function quoted(text: string): string[][] {
  return [...text.matchAll(/'((?:pulumi|az|npm) [^']+)'/g)].map(([, command = ""]) =>
    (command.replace(/ --stack \S+/, "").match(/"[^"]*"|\S+/g) ?? []).map((word) => word.replaceAll('"', "")),
  );
}
