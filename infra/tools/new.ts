// The commands `npm run new:domain`, `new:operation`, `new:consumer`, `new:task`, `new:entity` and `new:machine`: each adds files as
// its plan says, formatted. Writes nothing when it refuses.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { manifests } from '../manifests.ts';
import { draftOf, type Plan, Refusal } from './draft.ts';
import { consumer } from './plans/consumer.ts';
import { domain } from './plans/domain.ts';
import { entity } from './plans/entity.ts';
import { machine } from './plans/machine.ts';
import { operation } from './plans/operation.ts';
import { task } from './plans/task.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const PLANS: Readonly<Record<string, Plan>> = { domain, operation, consumer, task, entity, machine };

function read(path: string): string | undefined {
  const file = join(ROOT, path);
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}

function main([kind = '', ...args]: readonly string[]): void {
  const plan = PLANS[kind];
  if (!plan) throw new Refusal(`${kind} is none of ${Object.keys(PLANS).join(', ')}`);
  if (args.length === 0 || args.includes('--help')) {
    console.log(`Usage: ${plan.usage}`);
    process.exitCode = args.length === 0 ? 2 : 0;
    return;
  }
  const draft = draftOf({ manifests, read });
  plan.plan(args, draft);
  for (const [path, text] of draft.files) {
    const isNew = read(path) === undefined;
    mkdirSync(join(ROOT, dirname(path)), { recursive: true });
    writeFileSync(join(ROOT, path), text);
    console.log(`${isNew ? 'created' : 'changed'} ${path}`);
  }
  const biome = join(ROOT, 'node_modules', '.bin', 'biome');
  const formatted = [...draft.files.keys()].filter((path) => !path.endsWith('.md'));
  execFileSync(biome, ['check', '--write', '--vcs-enabled=false', ...formatted], { cwd: ROOT, stdio: 'pipe' });
  // Biome leaves an empty line below the header when it moves the first import.
  for (const path of formatted) {
    const file = join(ROOT, path);
    writeFileSync(file, readFileSync(file, 'utf8').replace(/^((?:\/\/.*\n)+)\n(?=import )/, '$1'));
  }
  console.log(plan.next);
}

const [kind, ...rest] = process.argv.slice(2);
try {
  main(kind === undefined ? [] : [kind, ...rest]);
} catch (error) {
  if (!(error instanceof Refusal)) throw error;
  console.error(`new:${kind}: ${error.message} (--help shows the form)`);
  process.exitCode = 2;
}
