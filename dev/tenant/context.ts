import type { HttpBindings } from "@hono/node-server";
import type { Directory } from "./directory.ts";
import type { Faults } from "./faults.ts";
import type { Issuers } from "./issuers.ts";
import type { CodeSignIn, DeviceSignIn, Sessions } from "./sessions.ts";
import type { SignIns } from "./sign-ins.ts";
import type { AccessTokenClaims, TokenAuthority } from "./tokens.ts";

/** What every route of the tenant works with. */
export interface TenantContext {
  directory: Directory;
  authority: TokenAuthority;
  /** `https://localhost:PORT` */
  origin: string;
  now(): Date;
  faults: Faults;
  signIns: SignIns;
  issuers: Issuers;
  users: Users;
}

/** How the tenant's users sign in. */
export interface Users {
  password: string;
  sessions: Sessions;
  /** Sign-ins at another device that have begun, by their device code. */
  devices: Map<string, DeviceSignIn>;
  /** Authorization codes that have been given out, each good for one token. */
  codes: Map<string, CodeSignIn>;
}

export interface TenantEnv {
  Bindings: HttpBindings;
  Variables: {
    tenant: TenantContext;
    /** Given to each request and repeated in errors, as Microsoft's `request-id`. */
    requestId: string;
    /** Who calls, once its token has been checked. */
    caller: AccessTokenClaims;
    /** Set when the tenant refused something it does not know. */
    strictRefusal?: boolean;
  };
}
