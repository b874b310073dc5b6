// Keeps the local cloud assembly up to date: runs the CDK app in a process of its own when the sources changed since.
// Called by start.ts. The runtime's process never loads the CDK.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Raised with the app's own words when it fails. */
export class SynthesisError extends Error {
  constructor(output: string) {
    super(`the CDK app failed:\n${output.trim()}`);
    this.name = 'SynthesisError';
  }
}

// The sources of an assembly; infra/local only runs it.
const SOURCES = ['infra', 'functions', 'entities', 'statemachines', 'package-lock.json'];
const LOCK_POLL_MS = 50;
const LONGEST_LOCK_MS = 120_000;
const NOT_SOURCES = join('infra', 'local');

/** Makes `<root>/cdk.out/local` fit the sources under `root` and answers its path. */
export async function ensureAssembly(root: string, log: (line: string) => void): Promise<string> {
  const assembly = join(root, 'cdk.out', 'local');
  const stampFile = join(root, 'cdk.out', 'local.stamp');
  const isFresh = () =>
    existsSync(join(assembly, 'manifest.json')) &&
    existsSync(stampFile) &&
    readFileSync(stampFile, 'utf8') === stampOf(root);
  if (isFresh()) return assembly;
  mkdirSync(assembly, { recursive: true });
  await alone(join(root, 'cdk.out', 'local.lock'), async () => {
    if (isFresh()) return;
    log('synthesizing the template');
    rmSync(stampFile, { force: true });
    const stamp = stampOf(root);
    await synthesize(root, assembly);
    writeFileSync(stampFile, stamp);
  });
  return assembly;
}

/** Runs `work` alone, over all processes: two that start at the same time share its result. */
async function alone(lockFile: string, work: () => Promise<void>): Promise<void> {
  while (!takeLock(lockFile)) await new Promise((resolve) => setTimeout(resolve, LOCK_POLL_MS));
  try {
    await work();
  } finally {
    rmSync(lockFile, { force: true });
  }
}

/** False while another process has the lock. Removes a lock whose holder ended. */
function takeLock(lockFile: string): boolean {
  try {
    writeFileSync(lockFile, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  if (isLeftBehind(lockFile)) rmSync(lockFile, { force: true });
  return false;
}

/** True if the holder ended, or has held the lock for so long that its number must be another process's by now. */
function isLeftBehind(lockFile: string): boolean {
  const lock = statSync(lockFile, { throwIfNoEntry: false });
  if (!lock) return false;
  if (Date.now() - lock.mtimeMs > LONGEST_LOCK_MS) return true;
  try {
    // Zero is this process's group: a lock whose number is not written yet.
    process.kill(Number(readFileSync(lockFile, 'utf8')), 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH';
  }
}

function synthesize(root: string, assembly: string): Promise<void> {
  const child = spawn(process.execPath, [join('infra', 'app.ts')], {
    cwd: root,
    env: { ...process.env, CDK_OUTDIR: assembly, CDK_CONTEXT_JSON: JSON.stringify({ stage: 'local' }) },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      output += chunk.toString();
    });
  }
  return new Promise((resolve, reject) => {
    child.once('error', (error) => reject(new SynthesisError(error.message)));
    child.once('close', (code) => (code === 0 ? resolve() : reject(new SynthesisError(output || `status ${code}`))));
  });
}

/** A digest of name, size and time of every source. */
function stampOf(root: string): string {
  const hash = createHash('sha256');
  const add = (path: string) => {
    const file = statSync(join(root, path), { throwIfNoEntry: false });
    if (!file || path === NOT_SOURCES) return;
    if (file.isDirectory()) for (const name of readdirSync(join(root, path)).sort()) add(join(path, name));
    else hash.update(`${path} ${file.size} ${file.mtimeMs}\n`);
  };
  for (const source of SOURCES) add(source);
  return hash.digest('hex');
}
