/** What Pulumi's engine and command line say of the stack's state and of where it lives (pulumi 3.259's source, and runs). Data. */
import { EMPTY_NOTE } from "../stack/empty-note.ts";
import type { Explained } from "./kinds.ts";

export const STATE: readonly Explained[] = [
  {
    id: "wrong passphrase",
    class: "state",
    signs: { phrases: [/incorrect passphrase/, /cipher: message authentication failed/] },
    what: "The passphrase is not the one that the stack's secrets were encrypted with.",
    why: "Each stack has its own; another shell, an empty variable or a line's end in the file is enough.",
    action:
      "Set PULUMI_CONFIG_PASSPHRASE (or PULUMI_CONFIG_PASSPHRASE_FILE) to the right one, then run again. Without it the key in the state cannot be read by anybody.",
    command: ({ next }) => next.again,
  },
  {
    id: "passphrase missing",
    class: "state",
    signs: {
      phrases: [
        /passphrase must be set/,
        /unable to find either .{0,4}PULUMI_CONFIG_PASSPHRASE/,
        /unable to read PULUMI_CONFIG_PASSPHRASE_FILE/,
      ],
    },
    what: "The stack's secrets are encrypted with a passphrase, and none is given.",
    why: "Without a terminal nobody can be asked for it.",
    action: "Set PULUMI_CONFIG_PASSPHRASE or PULUMI_CONFIG_PASSPHRASE_FILE, then run again.",
    command: ({ next }) => next.again,
  },
  {
    id: "secrets not readable",
    class: "state",
    signs: {
      phrases: [
        /could not decrypt|failed to decrypt|error decrypting|constructing secrets manager|getting secrets manager|no secrets provider/,
      ],
    },
    what: "The stack's secrets cannot be decrypted.",
    why: "The secrets provider (Pulumi Cloud, a key vault, a passphrase) does not let this sign-in use its key, or it is another stack's.",
    action:
      "Sign in to the secrets provider as before, or put the stack's file with its encryption key or salt back; then run again.",
    command: ({ next }) => next.pulumi("config"),
  },
  {
    id: "stack locked",
    class: "state",
    signs: { phrases: [/currently locked by/, /Another update is currently in progress/] },
    what: "Another run holds the stack, or one that was killed left it locked.",
    why: "Two runs at a time would undo each other's work.",
    action: "Wait for the other run to end. Only when it is surely dead, free the stack; then run again.",
    command: ({ next }) => `${next.pulumi("cancel")}, then ${next.again}`,
  },
  {
    id: "pending operations",
    class: "state",
    signs: { phrases: [/pending operations from previous deployment/, /pending CREATE operations/i] },
    what: "A run that was interrupted left operations of which nobody knows whether they were done.",
    why: "The engine was killed before Entra had answered.",
    action: "Let doctor look for what is there and not in the state; a refresh then clears them.",
    command: ({ next }) => `${next.doctor}, then ${next.pulumi("refresh --clear-pending-creates")}`,
  },
  {
    id: "empty note beside the state",
    class: "state",
    signs: { phrases: [EMPTY_NOTE.sign] },
    what: EMPTY_NOTE.what,
    why: EMPTY_NOTE.why,
    action: EMPTY_NOTE.action,
    command: ({ next }) => next.again,
  },
  {
    id: "state damaged",
    class: "state",
    signs: { phrases: [/snapshot integrity failure/, /failed to load checkpoint/, /could not deserialize deployment/] },
    what: "The stack's state does not fit together.",
    why: "It was edited by hand, imported in part, or written by two runs at once.",
    action: "Keep a copy of the state, then let Pulumi mend it; a backup lies beside it where the backend keeps one.",
    command: ({ next }) => `${next.pulumi("stack export --file state.json")}, then ${next.pulumi("state repair")}`,
  },
  {
    id: "no such stack",
    class: "state",
    signs: {
      phrases: [
        /no stack named/,
        /no stack selected/,
        /stack .{1,120} (?:not found|does not exist)/,
        /failed to select stack/,
      ],
    },
    what: "There is no stack of that name in this backend, or none is selected.",
    why: "It is misspelt, or the state lives in another backend than the one logged in to.",
    action: "Look which stacks there are, and log in where the state lives.",
    command: "'pulumi stack ls', then 'pulumi login'",
  },
  {
    id: "not logged in to the backend",
    class: "state",
    signs: {
      phrases: [
        /PULUMI_ACCESS_TOKEN must be set/,
        /[Rr]un `?'?pulumi login/,
        /invalid access token/,
        /\[401\] Unauthorized/,
        /no credentials, please run/,
      ],
    },
    what: "Nobody is logged in to where the state lives.",
    why: "This is Pulumi's backend, not Microsoft's sign-in.",
    action: "Log in (in a pipeline set PULUMI_ACCESS_TOKEN, or PULUMI_BACKEND_URL), then run again.",
    command: ({ next }) => `'pulumi login', then ${next.again}`,
  },
  {
    id: "backend not reachable",
    class: "state",
    signs: {
      phrases: [
        /unable to (?:open|check) bucket|could not (?:list|open|read|write) (?:bucket|stack)|unable to list objects|blob \(key .{0,200}code=|read "?\.pulumi\/meta|problem logging in: /,
        /NoCredentialProviders|AuthorizationPermissionMismatch|ContainerNotFound|NoSuchBucket/,
      ],
    },
    what: "The place where the state lives does not answer, or not to this sign-in.",
    why: "The address, the bucket's name or the right to it is wrong.",
    action: "Compare the address and sign in to the storage, then log in again.",
    command: ({ next }) => `'pulumi login' with the backend's address, then ${next.again}`,
  },
  {
    id: "protected",
    class: "state",
    signs: { phrases: [/because it is protected|is protected\. To unprotect/] },
    what: "A resource of the stack is protected against deletion.",
    why: "It was imported without --protect=false, or somebody protected it on purpose.",
    action: "If it may go, take the protection away, then run again.",
    command: ({ next }) => `${next.pulumi("state unprotect --all")}, then ${next.again}`,
  },
  {
    id: "needs --yes",
    class: "state",
    signs: {
      phrases: [
        /must be passed in to proceed/,
        /non-interactive mode requires --yes/,
        /running in non-interactive mode/,
      ],
    },
    what: "Pulumi wants to ask, and there is no terminal to ask on.",
    why: "A pipe or a pipeline has none.",
    action: "Look at the preview, then add --yes.",
    command: ({ next }) => next.again.replace(/'$/, " --yes'"),
  },
];
