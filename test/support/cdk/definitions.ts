// The state machines' definitions as synthesis writes them, by name; each folder of statemachines/ has one.
import { globSync } from 'node:fs';
import { join } from 'node:path';
import { readWorkflows } from '../../../infra/constructs/workflow.ts';
import type { Machine } from '../../../statemachines/_asl.ts';

const root = join(import.meta.dirname, '../../../statemachines');
const names = globSync('*/*.asl.ts', { cwd: root })
  .map((path) => path.replace(/^.*[/\\](.+)\.asl\.ts$/, '$1'))
  .sort();

export const definitions: ReadonlyMap<string, Machine> = new Map(
  (await readWorkflows(root, names)).map(({ name, machine }) => [name, JSON.parse(JSON.stringify(machine))]),
);
