/** The wrapper that a monitor starts, a POSIX shell script: it finds Node, and makes 3 of whatever ends Node without a line. */
import { pluginLine, UNKNOWN } from "../../machine/plugin-line.mjs";

/**
 * @param bundle the bundled file's name, beside the wrapper
 * @param least the Node that the bundled file needs, in words
 */
export function wrapperText(bundle: string, least: string): string {
  return `#!/bin/sh
# A monitoring plugin: one line of text, exit code 0 ok, 1 warning, 2 critical, 3 unknown. '--help' says how to use it.
# ESIA_NODE names the Node to start it with, where that is not the first one on PATH.
# A link to this file leads back to its folder.
self=$0
while [ -h "$self" ]; do
  link=$(ls -ld "$self")
  link=\${link##* -> }
  case $link in
    /*) self=$link ;;
    *) self=$(dirname "$self")/$link ;;
  esac
done
file=$(dirname "$self")/${bundle}
node=\${ESIA_NODE:-node}

unknown() {
  printf '%s\\n' "${pluginLine(UNKNOWN, "$1")}"
  exit ${UNKNOWN}
}

command -v "$node" >/dev/null 2>&1 || unknown "install Node ${least}, or name it in ESIA_NODE: $node is not found"
[ -r "$file" ] || unknown "copy ${bundle} beside this plugin: it is not there, or may not be read"
line=$("$node" "$file" "$@")
code=$?
# Node's own exit codes are no verdict.
if [ "$code" -gt ${UNKNOWN} ] || [ -z "$line" ]; then
  unknown "start it in a terminal and read standard error: Node ended with $code, without a verdict"
fi
printf '%s\\n' "$line"
exit "$code"
`;
}
