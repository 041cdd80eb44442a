/** Whether the stack's state keeps its secrets secret, and whether a run left it half-way. */
import { createDecipheriv, pbkdf2 } from "node:crypto";
import { promisify } from "node:util";
import { pulumiCommand } from "../../stack/command.ts";
import type { Row } from "../rows/report.ts";
import type { StackState } from "./stack-state.ts";

const CHECK = "Encryption of the state";

/**
 * @param opensWithoutPassphrase what `opensWith(…, "")` found
 * @returns one row
 */
export function protectionRow(state: StackState, opensWithoutPassphrase: boolean, stack: string): Row {
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
  if (kind === "passphrase" && opensWithoutPassphrase) {
    return {
      check: CHECK,
      result: "fail",
      detail: "The passphrase is empty: whoever can read the state can read the client secret.",
      next: `Set a passphrase: ${move}. Then renew the key with esia:rotateTo if others could read the state.`,
    };
  }
  const known: Record<string, string> = {
    passphrase: "with a passphrase",
    service: "by Pulumi Cloud",
    cloud: `with a key of ${String(secretsProvider?.state?.["url"] ?? "a key service").replace(/:.*/, "")}`,
  };
  const how = known[kind];
  if (how) return { check: CHECK, result: "pass", detail: `Secrets in the state are encrypted ${how}.` };
  if (state.resources === 0 && kind === "none") {
    return { check: CHECK, result: "unknown", detail: "The state is empty and names no secrets provider yet." };
  }
  return {
    check: CHECK,
    result: "fail",
    detail: `The state's secrets provider is ${JSON.stringify(kind)}, which is not known to encrypt.`,
    next: `${move}.`,
  };
}

/**
 * Tries a passphrase on a state's salt, as Pulumi does (pulumi/pulumi, sdk/go/common/resource/config/crypt.go and
 * pkg/secrets/passphrase/manager.go): PBKDF2 with 1,000,000 rounds of SHA-256, AES-256-GCM, and the word "pulumi".
 * @returns whether it opens; false also for what is no such salt
 */
export async function opensWith(provider: StackState["secretsProvider"], passphrase: string): Promise<boolean> {
  const salt = provider?.type === "passphrase" ? provider.state?.["salt"] : undefined;
  const [, salted, nonce, sealed] =
    /^v1:([\w+/=]+):v1:([\w+/=]+):([\w+/=]+)$/.exec(String(salt))?.map((part) => Buffer.from(part, "base64")) ?? [];
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
      result: "warn",
      detail: `A run was cut off while ${what}: the tenant may hold something that the state does not know.`,
      next:
        `When no other run is going on: ${pulumiCommand("cancel", stack)}, then ${pulumiCommand("up", stack)}. Remove what the ` +
        `rows on the application, its secrets and its grants name; ` +
        `${pulumiCommand("refresh --clear-pending-creates", stack)} then forgets the interruption.`,
    },
  ];
}
