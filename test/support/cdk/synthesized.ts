// The assembly that `npm start` runs, with further resources for a test to look in from. Nothing of it is changed; bundles
// are shared with it by links.
import { cpSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ensureAssembly } from '../../../infra/local/synthesis.ts';
import { temporaryDirectory } from '../scratch/temporary-directory.ts';
import type { Resources } from './assembly.ts';

const ROOT = join(import.meta.dirname, '..', '..', '..');
const EDGE = 'windlass-local-edge.template.json';

/** Answers the directory of a copy whose edge stack has `more` beside its own resources. */
export async function synthesizedWith(more: Resources): Promise<string> {
  const original = await ensureAssembly(ROOT, () => {});
  const copy = temporaryDirectory('assembly');
  for (const name of readdirSync(original)) {
    if (name.startsWith('asset.')) symlinkSync(join(original, name), join(copy, name));
    else cpSync(join(original, name), join(copy, name));
  }
  const template = JSON.parse(readFileSync(join(copy, EDGE), 'utf8')) as { Resources: Resources };
  writeFileSync(join(copy, EDGE), JSON.stringify({ ...template, Resources: { ...template.Resources, ...more } }));
  return copy;
}
