/** Whether the stack's state keeps its secrets secret, and whether a run left it half-way. */

import { createDecipheriv, pbkdf2 } from "node:crypto";
import { readFileSync } from "node:fs";
import { promisify } from "node:util";
import { quoted } from "../../machine/printed.mjs";
import { pulumiCommand } from "../../stack/command.ts";
import { textIn } from "../../stack/text-in.ts";
import type { Row } from "../rows/report.ts";
import type { StackState } from "./stack-state.ts";

const CHECK = "Encryption of the state";

/** What the reader's passphrase does with the state, where it has one. */
export type Passphrase =
  /** The state's secrets have none, or another keeper. */
  | "none needed"
  /** The state's own is "". */
  | "empty"
  | "fits"
  /** No: why, a sentence, and the reader's next action. */
  | { why: string; next: string };

/** @returns one row */
export function protectionRow(state: StackState, passphrase: Passphrase, stack: string): Row {
  const { secretsProvider, inClear } = state;
  const move = `${pulumiCommand("stack change-secrets-provider passphrase", stack)} (or an azurekeyvault:// address) encrypts it anew`;
  if (inClear.length > 0) {
    return {
      check: CHECK,
      result: "fail",
      detail: `The state holds in clear what is secret: ${inClear.join(", ")}.`,
      next: `${move}; then renew the key with esia:rotateTo, since copies of the old state can exist.`,
    };
  }
  const kind = secretsProvider?.type ?? "none";
  if (passphrase === "empty") {
    return {
      check: CHECK,
      result: "fail",
      detail: "The passphrase is empty: whoever can read the state can read the client secret.",
      next: `Set a passphrase: ${move}. Then renew the key with esia:rotateTo if others could read the state.`,
    };
  }
  if (typeof passphrase === "object") {
    return { check: CHECK, result: "fail", detail: passphrase.why, next: passphrase.next };
  }
  const known: Record<string, string> = {
    passphrase: "with a passphrase",
    service: "by Pulumi Cloud",
    cloud: `with a key of ${textIn(secretsProvider?.state?.["url"] ?? "a key service").replace(/:.*/, "")}`,
  };
  const how = Object.hasOwn(known, kind) ? known[kind] : undefined;
  const opens = passphrase === "fits" ? ", and the one that is set here opens it" : "";
  if (how) return { check: CHECK, result: "pass", detail: `Secrets in the state are encrypted ${how}${opens}.` };
  if (state.resources === 0 && kind === "none") {
    return { check: CHECK, result: "unknown", detail: "The state is empty and names no secrets provider yet." };
  }
  return {
    check: CHECK,
    result: "fail",
    detail: `The state's secrets provider is ${quoted(kind)}, which is not known to encrypt.`,
    next: `${move}.`,
  };
}

/**
 * Takes the passphrase from where Pulumi takes it, and tries it: an export that leaves secrets encrypted needs none, the next
 * run does.
 * @param read reads a text file; tests put their own here
 */
export async function passphraseOf(
  provider: StackState["secretsProvider"],
  env: NodeJS.ProcessEnv,
  read: (path: string) => string = (path) => readFileSync(path, "utf8"),
): Promise<Passphrase> {
  if (provider?.type !== "passphrase") return "none needed";
  if (await opensWith(provider, "")) return "empty";
  const set = "Set PULUMI_CONFIG_PASSPHRASE, or PULUMI_CONFIG_PASSPHRASE_FILE, to the stack's passphrase.";
  const file = env["PULUMI_CONFIG_PASSPHRASE_FILE"];
  let from = "PULUMI_CONFIG_PASSPHRASE";
  let passphrase = env[from];
  // The first counts even when it is empty (pulumi/pulumi, pkg/secrets/passphrase/manager.go, readPassphrase).
  if (passphrase === undefined && file) {
    from = `the file that PULUMI_CONFIG_PASSPHRASE_FILE names (${file})`;
    try {
      passphrase = read(file).trim();
    } catch (error) {
      return { why: `${from} cannot be read (${(error as NodeJS.ErrnoException).code}).`, next: set };
    }
  }
  if (passphrase === undefined) {
    return { why: "The state's secrets are encrypted with a passphrase, which is not set here.", next: set };
  }
  if (await opensWith(provider, passphrase)) return "fits";
  return { why: `The passphrase in ${from} is not the state's: no run can read its secrets.`, next: set };
}

/**
 * Tries a passphrase on a state's salt, as Pulumi does (pulumi/pulumi, sdk/go/common/resource/config/crypt.go and
 * pkg/secrets/passphrase/manager.go): PBKDF2 with 1,000,000 rounds of SHA-256, AES-256-GCM, and the word "pulumi".
 * @returns whether it opens; false also for what is no such salt
 */
export async function opensWith(provider: StackState["secretsProvider"], passphrase: string): Promise<boolean> {
  const salt = provider?.type === "passphrase" ? provider.state?.["salt"] : undefined;
  const [, salted, nonce, sealed] =
    /^v1:([\w+/=]+):v1:([\w+/=]+):([\w+/=]+)$/.exec(textIn(salt))?.map((part) => Buffer.from(part, "base64")) ?? [];
  if (!salted || !nonce || !sealed || sealed.length < 16) return false;
  const key = await promisify(pbkdf2)(passphrase, salted, 1_000_000, 32, "sha256");
  try {
    const decipher = createDecipheriv("aes-256-gcm", key, nonce);
    decipher.setAuthTag(sealed.subarray(-16));
    return Buffer.concat([decipher.update(sealed.subarray(0, -16)), decipher.final()]).toString() === "pulumi";
  } catch {
    return false;
  }
}

/** A row only where a run was interrupted. */
export function interruptionRows({ pending }: StackState, stack: string): Row[] {
  if (pending.length === 0) return [];
  const what = pending.map(({ doing, name }) => `${doing} ${name}`).join(", ");
  return [
    {
      check: "Interrupted run",
      result: "fail",
      detail: `A run was cut off while ${what}: the tenant may hold something that the state does not know.`,
      next:
        `When no other run is going on: ${pulumiCommand("cancel", stack)}, then ${pulumiCommand("up", stack)}. Remove what the ` +
        `rows on the application, its secrets and its grants name; ` +
        `${pulumiCommand("refresh --clear-pending-creates", stack)} then forgets the interruption.`,
    },
  ];
}
