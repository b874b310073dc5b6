// A new task of state machines: its name in the manifest, the task, its line in the handler, and a test that fails until it is
// written. The first task of a domain brings the `tasks` function.
import { type Draft, kebab, type Plan, refuseUnless, testThatFails, withEntry } from '../draft.ts';
import { addToHandler, depsTypeOf, ensureLambda, manifestOf, refuseUnknown } from './lambdas.ts';

const NAME = /^[a-z]+(?:[A-Z][a-z0-9]*)+$/;
const TASKS = /(export const tasks: Tasks<typeof manifest, (\w+)> = \{)([^}]*)\}/;

const handlerOf = (domain: string): string => `// The \`tasks\` function of the ${domain} domain.
import { type Tasks, tasksOf } from '../_kit/workflow/task.ts';
import type { ${depsTypeOf(domain)} } from './deps.ts';
import { manifest } from './manifest.ts';

export const tasks: Tasks<typeof manifest, ${depsTypeOf(domain)}> = {};

export const handler = tasksOf(manifest, tasks, ({ now }) => ({ now }));
`;

const taskOf = (
  name: string,
  deps: string,
  depsFrom: string,
): string => `// ${name}: say what it does, and why it may be done twice.
import * as z from 'zod';
import type { ${deps} } from '../${depsFrom}';

const input = z.object({ tenantId: z.string() });

export async function ${name}(raw: unknown, _deps: ${deps}): Promise<unknown> {
  const { tenantId } = input.parse(raw);
  // An error's code is its name, which Retry and Catch of the machine match.
  throw new Error(\`${name} is not written yet: \${tenantId}\`);
}
`;

export function addTask(domain: string, name: string, draft: Draft): void {
  refuseUnless(NAME.test(name), `${name} is not a verb and a noun in camelCase, such as packShipment`);
  refuseUnknown(draft, domain);
  const owner = draft.manifests.find(({ tasks }) => name in tasks);
  refuseUnless(!owner, `${owner?.domain} has a task ${name} already`);
  draft.change(manifestOf(domain), (text) => withEntry(text, 'tasks', `    ${name}: 'Say what it does',`));
  ensureLambda(draft, domain, 'tasks', handlerOf(domain));
  const { deps, depsFrom } = addToHandler(draft, `functions/${domain}/tasks.handler.ts`, TASKS, {
    name,
    from: `./tasks/${kebab(name)}.ts`,
    entry: name,
  });
  draft.create(`functions/${domain}/tasks/${kebab(name)}.ts`, taskOf(name, deps, depsFrom));
  const advice = 'Instead of this: the task once, twice, and for what was deleted; each error by its name.';
  const header = `The task ${name}: what it does, and the same answer when it is run again.`;
  draft.create(`test/unit/functions/${domain}/tasks/${kebab(name)}.test.ts`, testThatFails(header, name, advice));
}

export const task: Plan = {
  usage: `npm run new:task -- <domain> <taskName>

  npm run new:task -- shipments packShipment

Adds the task to the manifest of the domain, tasks/, its line in tasks.handler.ts, and a test that fails until it is written.`,
  next: 'Next: the task and its test; a state machine that calls it (new:machine).',
  plan(args, draft) {
    const [domain = '', name = ''] = args;
    refuseUnless(args.length === 2, `two arguments are needed, not ${args.length}: domain, taskName`);
    addTask(domain, name, draft);
  },
};
