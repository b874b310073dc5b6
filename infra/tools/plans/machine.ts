// A new state machine: definition, contract and README with its drawing, its name in the manifest, and its first task if the
// domain does not have it yet.
import { camel, type Plan, pascal, refuseUnless, withName, withRow } from '../draft.ts';
import { manifestOf, refuseUnknown } from './lambdas.ts';
import { addTask } from './task.ts';

const NAME = /^[a-z]+(?:-[a-z]+)+$/;

const definitionOf = (name: string, domain: string, task: string): string => {
  const owner = `${camel(domain)}Manifest`;
  return `// The definition of ${name}. README.md draws it.
import type { manifest as ${owner} } from '../../functions/${domain}/manifest.ts';
import { type Machine, tasksOf } from '../_asl.ts';
import { catchAll, TRANSIENT } from '../_policies.ts';

const ${camel(domain)} = tasksOf<typeof ${owner}>('${domain}', ['tenantId'], 60);

export const machine: Machine = {
  Comment: 'Say what one execution does, and why it may be stopped, redriven or started anew at any point.',
  QueryLanguage: 'JSONata',
  StartAt: '${pascal(task)}',
  States: {
    ${pascal(task)}: ${camel(domain)}.run('${task}', 'Say why it is there.', {
      Retry: [TRANSIENT],
      Catch: [catchAll('${pascal(name)}Failed')],
      Next: '${pascal(name)}Succeeded',
    }),
    ${pascal(name)}Succeeded: { Type: 'Succeed', Comment: 'Say what is true now.' },
    ${pascal(name)}Failed: {
      Type: 'Fail',
      Comment: 'Say what stands still, and that a redrive carries on.',
      Error: '${domain}.${name.replaceAll('-', '_')}_failed',
      Cause: 'Say what could not be done, not even after retries',
    },
  },
};
`;
};

const contractOf = (
  name: string,
): string => `// The input of an execution of ${name}. One name of an execution always stands for one input.
import * as z from 'zod';

export const ${camel(name)}Input = z.strictObject({ tenantId: z.string() });

export const ${camel(name)} = {
  name: '${name}',
  executionName: ({ tenantId }: z.output<typeof ${camel(name)}Input>) => tenantId,
} as const;
`;

const readmeOf = (name: string, task: string): string => `# ${name}

Say what it does. Say who starts it, with which input.

\`\`\`mermaid
stateDiagram-v2
  direction LR
  [*] --> ${pascal(task)}
  ${pascal(task)} --> ${pascal(name)}Succeeded
  ${pascal(task)} --> ${pascal(name)}Failed: not even after retries
  ${pascal(name)}Succeeded --> [*]
  ${pascal(name)}Failed --> [*]
\`\`\`
`;

export const machine: Plan = {
  usage: `npm run new:machine -- <domain> <machine-name> <taskName>

  npm run new:machine -- shipments shipment-packing packShipment

Adds statemachines/<machine-name> with one Task, its name to the manifest of the domain, and the task if the domain lacks it.`,
  next: "Next: the task and its test; the states and the README; `starts: ['<machine-name>']` at the function that starts it.",
  plan(args, draft) {
    const [domain = '', name = '', task = ''] = args;
    refuseUnless(args.length === 3, `three arguments are needed, not ${args.length}: domain, machine-name, taskName`);
    refuseUnless(NAME.test(name), `${name} is not two words or more in kebab-case, such as shipment-packing`);
    refuseUnknown(draft, domain);
    const owner = draft.manifests.find(({ machines }) => machines?.includes(name));
    refuseUnless(!owner, `${owner?.domain} has a machine ${name} already`);
    const known = draft.manifests.find((manifest) => manifest.domain === domain);
    if (!(task in (known?.tasks ?? {}))) addTask(domain, task, draft);
    draft.change(manifestOf(domain), (text) => withName(text, 'machines', name));
    draft.create(`statemachines/${name}/${name}.asl.ts`, definitionOf(name, domain, task));
    draft.create(`statemachines/${name}/${name}.contract.ts`, contractOf(name));
    draft.create(`statemachines/${name}/README.md`, readmeOf(name, task));
    const row = `| [\`${name}\`](${name}/README.md) | say what | say by whom |`;
    draft.change('statemachines/README.md', (text) => withRow(text, row));
  },
};
