import { createHash, randomBytes } from "node:crypto";
import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** A user's sign-in, which a refresh token goes on with. */
export interface Session {
  userId: string;
  clientId: string;
  /** How he proved himself, as the claim `amr` names it. */
  factors: ("pwd" | "mfa")[];
}

/** A sign-in at another device that has begun. */
export interface DeviceSignIn {
  userCode: string;
  scope: string;
  until: Date;
  /** Once somebody has signed in with the user code. */
  session?: Session;
}

/** An authorization code's sign-in. */
export interface CodeSignIn {
  session: Session;
  scope: string;
  redirectUri: string;
  /** The SHA-256 of the verifier that must come with the code (PKCE). */
  challenge: string;
  /** What the client wants to find again in the ID token. */
  nonce: string;
  until: Date;
}

/** Sign-ins that are remembered. */
const MOST = 200;

/** Users' sign-ins by their refresh tokens, of which hashes alone are kept: in a file, so that they outlive the process. */
export class Sessions {
  readonly #file: string;
  #kept: [hash: string, session: Session][];

  /** @param folder the tenant's */
  constructor(folder: string) {
    this.#file = join(folder, "sessions.json");
    this.#kept = existsSync(this.#file) ? JSON.parse(readFileSync(this.#file, "utf8")) : [];
  }

  /** @returns a new refresh token */
  open(session: Session): string {
    const token = `1.${randomBytes(48).toString("base64url")}`;
    this.#kept = [...this.#kept, [hashOf(token), session] as [string, Session]].slice(-MOST);
    writeFileSync(`${this.#file}.new`, JSON.stringify(this.#kept), { mode: 0o600 });
    renameSync(`${this.#file}.new`, this.#file);
    return token;
  }

  /** The sign-in that a refresh token goes on with; undefined where it is none. */
  of(token: string): Session | undefined {
    const hash = hashOf(token);
    return this.#kept.find(([kept]) => kept === hash)?.[1];
  }
}

function hashOf(token: string): string {
  return createHash("sha256").update(token).digest("hex");
}
