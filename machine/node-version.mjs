// Which Node serves here. It judges old ones, too: plain JavaScript.

/** What is needed, in words. */
export const NEEDED_NODE = "22.18 or newer (23.6 or newer of Node 23)";

/**
 * Whether this Node strips types without a flag (https://nodejs.org/api/typescript.html, "Type stripping", history).
 *
 * @param {string} version as in `process.version`, with or without "v"
 */
export function runsTypeScript(version) {
  const [major = 0, minor = 0] = version.replace(/^v/, "").split(".").map(Number);
  return major > 23 || (major === 23 && minor >= 6) || (major === 22 && minor >= 18);
}
