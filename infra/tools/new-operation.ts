// The command `npm run new:operation`: adds an operation to a domain as operation-plan.ts says, formatted. Writes nothing
// when it refuses.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { manifests } from '../manifests.ts';
import { planOperation, Refusal } from './operation-plan.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const USAGE = `Usage: npm run new:operation -- <domain> <operationName> <METHOD> <path>

  npm run new:operation -- releases approveRelease POST '/releases/{release}/approve'

Adds the route to functions/<domain>/manifest.ts, the operation in ops/, its line in api.handler.ts, and a test in
test/api/<domain>/ that fails until it is written. The path is below /api/v1/{tenant}.`;

function read(path: string): string | undefined {
  const file = join(ROOT, path);
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}

function main(args: readonly string[]): void {
  if (args.length === 0 || args.includes('--help')) {
    console.log(USAGE);
    process.exitCode = args.length === 0 ? 2 : 0;
    return;
  }
  const files = planOperation(args, { manifests, read });
  for (const [path, text] of files) {
    const isNew = read(path) === undefined;
    mkdirSync(join(ROOT, dirname(path)), { recursive: true });
    writeFileSync(join(ROOT, path), text);
    console.log(`${isNew ? 'created' : 'changed'} ${path}`);
  }
  const biome = join(ROOT, 'node_modules', '.bin', 'biome');
  execFileSync(biome, ['check', '--write', '--vcs-enabled=false', ...files.keys()], { cwd: ROOT, stdio: 'pipe' });
  console.log('Next: summary, role, body and reply in the manifest; the test; the operation.');
}

try {
  main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof Refusal)) throw error;
  console.error(`new:operation: ${error.message} (--help tells the form)`);
  process.exitCode = 2;
}
