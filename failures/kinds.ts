/** The words in which a failure is read and answered. Types only. */
import type { Way } from "../operator/way.ts";

/** What kind of failure it is; each has a default answer (explained-classes.ts). */
export type Class =
  | "missing-right"
  | "setting"
  | "passes"
  | "sign-in"
  | "conditional-access"
  | "wrong-tenant"
  | "wrong-cloud"
  | "operator-credential"
  | "federation"
  | "consent"
  | "quota"
  | "exists"
  | "gone"
  | "policy"
  | "state"
  | "machine"
  | "network"
  | "throttled"
  | "activity-feed"
  | "unknown";

export type Operation = "create" | "update" | "delete" | "read" | "sign-in" | "invoke";

/** What the operation is about. "names" is the list of applications of one name, "owners" those of an application or principal. */
export type Subject =
  | "application"
  | "principal"
  | "management principal"
  | "owners"
  | "grant"
  | "key"
  | "names"
  | "APIs";

/** One failure, as it stands in the text. */
export interface Finding {
  operation: Operation | undefined;
  subject: Subject | undefined;
  /** The resource's logical name, such as "grant-User.Read.All". */
  name: string | undefined;
  /** The resource's type, such as "azuread:index:AppRoleAssignment". */
  type: string | undefined;
  /** HTTP statuses. */
  status: readonly number[];
  /** Codes of Microsoft Graph that are known here, such as "Authorization_RequestDenied". */
  codes: readonly string[];
  /** Whether it names a code in Graph's place for one, and none that is known here. */
  unknownCode: boolean;
  /** Numbers of Entra's sign-in errors: 7000215 for AADSTS7000215. */
  sts: readonly number[];
  /** OAuth 2.0 errors, such as "invalid_client". */
  oauth: readonly string[];
  /** Codes of the Management API's activity feed, such as "AF20023". */
  feed: readonly string[];
  /** The failure's own words. */
  text: string;
}

/** What the reader's session is like, as far as the caller knows. */
export interface Context {
  /** How the operator signs in (operator/way.ts). Without it the text is asked. */
  way?: Way;
  /** The tenant to sign in at: azuread:tenantId. */
  tenantId?: string;
  /** The tenant that the stack belongs to, as its state has it. */
  ownTenantId?: string;
  /** Microsoft Graph's root, for the scope of a sign-in; without it the global cloud's. */
  graphRoot?: string;
  /** The roles that esia:omit leaves out now. */
  omit?: readonly string[];
  /** esia:secretMonths, where the caller knows it. */
  secretMonths?: number;
  /** Whether this run made the application (then a 404 on it passes). Without it the text is asked. */
  made?: boolean;
  /** Whether a resource that the state holds was to be changed. Without it the text is asked. */
  updating?: boolean;
  /** Pulumi's command that failed: "up" in a run. Without it the text is asked. */
  failed?: string;
}

/** How an operator signs in, as far as advice differs. "application" is one of the three after it. */
export type WayKind = "Azure CLI" | "application" | "secret" | "certificate" | "federation" | "managed identity";

/** Commands and advice for the reader. */
export interface Next {
  /** A command of Pulumi's, in quotes. */
  pulumi(words: string): string;
  /** Pulumi's command that failed, where the caller or a log tells: "up", "preview", "destroy" or "refresh". */
  failed: string | undefined;
  /** The failed command once more, as `up` where it is one. */
  again: string;
  /**
   * A run; with a refresh where the change of a resource failed. azuread leaves the state as if that were made (Terraform's SDK
   * writes what was planned, helper/schema's `Apply`): a plain run sends Graph no role or owner anew, and ends well.
   */
  up: string;
  doctor: string;
  /** The command that takes over what exists. */
  adopt: string;
  way: WayKind | undefined;
  /** The Azure CLI's sign-in, in quotes; `anyone` where nobody may be signed in to a subscription. */
  login(anyone?: boolean): string;
  /** How to sign in anew, by the way used. */
  signIn: { action: string; command: string };
  /** How to make a new right count, by the way used. */
  newRight: { action: string; command: string };
  omit: readonly string[];
  /** Fewer months for a key than are set, by the limits that tenants have. */
  fewerMonths: number;
  /** The tenant that the stack belongs to, or "TENANT". */
  ownTenant: string;
}

/** All failures of one kind in a text, with what its answer needs. */
export interface About {
  findings: readonly Finding[];
  next: Next;
  /** The codes that were found, in brackets and behind a space, or "". */
  code: string;
}

export type Part = string | ((about: About) => string);

/** By what a failure is recognised: any one of these. */
export interface Signs {
  codes?: readonly string[];
  sts?: readonly number[] | ((sts: number) => boolean);
  oauth?: readonly string[];
  feed?: readonly string[] | ((feed: string) => boolean);
  status?: readonly number[];
  /** Each without unbounded repetition, so that reading takes linear time. */
  phrases?: readonly RegExp[];
}

/** A failure that is known, and its answer. Without `action` and `command` those of its class are given. */
export interface Explained {
  id: string;
  class: Class;
  signs: Signs;
  /** Where it is that, beside the signs. */
  where?: (finding: Finding, made: boolean) => boolean;
  /** Whether the change may have been made although it failed: then nobody says that nothing was changed. */
  unsure?: true;
  what: Part;
  why: Part;
  action?: Part;
  command?: Part;
}

/** One answer, a sentence or two a part. */
export interface Explanation {
  /** Which failure. */
  id: string;
  class: Class;
  /** Whether the failure itself is known, its class, or neither. */
  known: "specific" | "class" | "default";
  what: string;
  why: string;
  action: string;
  /** The safe next command. */
  command: string;
  /** What is known of changes: that nothing was changed, that the state takes one for made, or "". */
  changes: string;
  /** Microsoft's page for the code, or "". */
  page: string;
}
