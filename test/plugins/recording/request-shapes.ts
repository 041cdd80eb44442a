/** Requests without what differs from run to run. */
import type { RequestRecord } from "../../../dev/tenant/server.ts";

/** Requests with their status, a line each; `×5` where one came so often in a row. */
export function inShort(requests: readonly RequestRecord[]): string[] {
  const lines: { line: string; times: number }[] = [];
  for (const { method, path, status } of requests) {
    const line = `${method} ${shape(path)} ${status}`;
    const last = lines.at(-1);
    if (last?.line === line) last.times += 1;
    else lines.push({ line, times: 1 });
  }
  return lines.map(({ line, times }) => (times === 1 ? line : `${line} ×${times}`));
}

/** A path without its ids, and with the names alone of its query. */
export function shape(path: string): string {
  const { pathname, searchParams } = new URL(path, "https://localhost");
  const names = [...searchParams.keys()].join("&");
  return `${withoutIds(pathname)}${names && `?${names}`}`;
}

/** What matches every path of a shape. */
export function pattern(path: string): RegExp {
  const [before = "", query] = path.split("?");
  const parts = before.split("{id}").map(literally).join("[^/?]+");
  const wanted = query?.split("&").map((name) => `${literally(encodeURIComponent(name))}=[^&]*`);
  return new RegExp(`^${parts}${wanted ? `\\?${wanted.join("&")}` : ""}$`);
}

function literally(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");
}

/** A text without what differs from run to run: ids, ports, the times in which a wait ended. */
export function withoutIds(text: string): string {
  return text
    .replaceAll(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, "{id}")
    .replaceAll(/(?<![\w-])[\w-]{43}(?![\w-])/g, "{id}")
    .replaceAll(/(localhost|127\.0\.0\.1|\[::1\]):\d+/g, "localhost");
}
