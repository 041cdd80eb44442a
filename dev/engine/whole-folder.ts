import { mkdir, mkdtemp, readdir, rename, rm, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";

const DAY_MS = 24 * 60 * 60 * 1000;

/**
 * Makes a folder so that nobody ever sees half of it: it is filled under a temporary name and renamed at the end. Two
 * processes may do so at once; the first one's folder stays and serves both.
 *
 * @param target the folder to make
 * @param fill puts the content into the folder it is given; when it throws, nothing stays
 * @param worthless whether a folder that is already there is to be replaced; otherwise it stays and nothing is done
 */
export async function makeWhole(
  target: string,
  fill: (folder: string) => Promise<void>,
  worthless: () => Promise<boolean> = async () => false,
): Promise<void> {
  const parent = dirname(target);
  await mkdir(parent, { recursive: true });
  await removeAbandoned(parent);
  if ((await exists(target)) && !(await worthless())) return;
  const workshop = await mkdtemp(join(parent, `.${basename(target)}-`));
  const fresh = join(workshop, "new");
  try {
    await mkdir(fresh);
    await fill(fresh);
    if ((await exists(target)) && (await worthless())) await rename(target, join(workshop, "old"));
    await rename(fresh, target);
  } catch (error) {
    const another = (await exists(fresh)) && (await exists(target)) && !(await worthless());
    if (!another || !isTaken(error)) throw error;
  } finally {
    await rm(workshop, { recursive: true, force: true });
  }
}

/** The rename met a folder that another process had put there first. */
function isTaken(error: unknown): boolean {
  const { code, syscall } = error as NodeJS.ErrnoException;
  return syscall === "rename" && ["ENOTEMPTY", "EEXIST", "EPERM", "ENOENT"].includes(code ?? "");
}

/** What a killed process left more than a day ago; a younger one may still be at work. */
async function removeAbandoned(parent: string): Promise<void> {
  for (const name of await readdir(parent)) {
    if (!/^\..+-[A-Za-z0-9]{6}$/.test(name)) continue;
    const age = await stat(join(parent, name)).then(
      (found) => Date.now() - found.mtimeMs,
      () => 0,
    );
    if (age > DAY_MS) await rm(join(parent, name), { recursive: true, force: true });
  }
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
