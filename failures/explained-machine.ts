/** What Pulumi lacks on a machine, and what ends a run in its middle (pulumi 3.259's source, and runs). Data. */
import type { Explained } from "./kinds.ts";

export const MACHINE: readonly Explained[] = [
  {
    id: "no project",
    class: "machine",
    signs: { phrases: [/no Pulumi\.yaml project file found/] },
    what: "Pulumi finds no project here.",
    why: "The command was typed in another folder than the clone's.",
    action: "Change to the folder that holds Pulumi.yaml, then run again.",
    command: ({ next }) => next.again,
  },
  {
    id: "plugin not installed",
    class: "machine",
    signs: {
      phrases: [
        /Could not automatically download and install/,
        /no (?:resource|language) plugin/,
        /failed to (?:install|load|download) (?:resource )?plugin/,
        /unable to load (?:resource|language) plugin/,
        /pulumi-(?:resource|language)-[\w-]{1,60}.{0,20}(?:not found|no such file)/,
        /403 HTTP error fetching plugin|error downloading provider/,
      ],
    },
    what: "A plugin that Pulumi needs is not on this machine and could not be downloaded.",
    why: "The network, a proxy, or a rate limit of the place where plugins are kept.",
    action: "Check the network and HTTPS_PROXY, then install it by hand: the message says which version.",
    command: ({ next }) => `'pulumi plugin install', then ${next.again}`,
  },
  {
    id: "version too old",
    class: "machine",
    signs: {
      phrases: [
        /ERR_UNKNOWN_FILE_EXTENSION|Unknown file extension "\.ts"/,
        /requires? (?:at least )?Node(?:\.js)? /i,
        /does not satisfy the (?:required )?version|Pulumi CLI version .{0,60}(?:not|required)/i,
        /unsupported engine|EBADENGINE/,
      ],
    },
    what: "Node or Pulumi on this machine is older than the program needs.",
    why: "It takes Node 22.18 and Pulumi 3.259 or newer; 'pulumi' takes the node that stands first on PATH.",
    action: "Install a newer one, then run again; doctor says which versions are found.",
    command: ({ next }) => next.doctor,
  },
  {
    id: "packages not installed",
    class: "machine",
    signs: {
      phrases: [
        /Cannot find (?:module|package)|ERR_MODULE_NOT_FOUND|MODULE_NOT_FOUND/,
        /Pulumi SDK has not been installed|have you run .{0,4}npm (?:install|ci)/i,
      ],
    },
    what: "The program's packages are not installed.",
    why: "A fresh clone, or one that was updated, needs them.",
    action: "Install them in the clone, then run again.",
    command: ({ next }) => `'npm ci', then ${next.again}`,
  },
];

/** What ends a run in its middle; asked after all that Microsoft says, since engines wrap that in such words, too. */
export const BROKEN: readonly Explained[] = [
  {
    id: "machine in trouble",
    class: "machine",
    signs: {
      phrases: [
        /ENOSPC|no space left on device/,
        /EACCES|permission denied/,
        /heap out of memory|signal: killed|cannot allocate memory|ENOMEM/,
        /too many open files|EMFILE/,
        /read-only file system|EROFS/,
      ],
    },
    unsure: true,
    what: "This machine could not do what Pulumi needed: disk, memory or the right to a file is missing.",
    why: "Its own words stand above.",
    action: "Free or allow it, then run again: it goes on where it stopped.",
    command: ({ next }) => next.again,
  },
  {
    id: "plugin broke",
    class: "machine",
    signs: {
      phrases: [
        /rpc error: code = (?:Unavailable|Canceled|Unknown)|transport is closing|connection is closing|plugin .{0,80}(?:exited|crashed)|^panic: /m,
        /resource monitor shut down|SIGSEGV|nil pointer dereference/,
      ],
    },
    unsure: true,
    what: "A plugin of Pulumi ended in the middle of the run.",
    why: "It crashed, was killed, or a run was interrupted. The last change may have been made all the same.",
    action:
      "Run again: it goes on where it stopped. If it happens twice, report it to the plugin's project; then ask doctor for what was left.",
    command: ({ next }) => `${next.again}, then ${next.doctor}`,
  },
  {
    id: "interrupted",
    class: "state",
    signs: {
      phrases: [
        /update canceled|context canceled|signal: (?:interrupt|terminated)|\bSIG(?:INT|TERM)\b|cancellation requested/i,
      ],
    },
    unsure: true,
    what: "The run was interrupted.",
    why: "Somebody or a pipeline's time limit ended it.",
    action: ({ next }) =>
      `Run again: it goes on where it stopped. If the stack is still locked and no run lives, ${next.pulumi("cancel")} frees it.`,
    command: ({ next }) => `${next.again}, then ${next.doctor}`,
  },
];
