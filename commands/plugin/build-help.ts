/** What `npm run plugin -- --help` prints. */
export const HELP = `npm run plugin [-- --out FOLDER]

Writes the monitoring plugin (Nagios, Icinga, Checkmk, PRTG, ESIA's own plugins): one
bundled file, which needs Node and no installation, and a shell script that starts it.

  --out FOLDER   where to, default dist/plugin of this folder

Exit code: 0 written, 2 it could not be. docs/plugin.md says how to set it up.`;
