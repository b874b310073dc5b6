// Domains as `npm run new:domain` would grow them, in memory: 8 routes, 3 functions, 2 subscriptions and a machine each. For
// the tests that hold the deployment to the limits of AWS.
import * as z from 'zod';
import { environment } from '../../../entities/_base/environment.ts';
import {
  defineManifest,
  type Grant,
  type LambdaSpec,
  type Manifest,
  type Route,
} from '../../../functions/_kit/manifest.ts';
import type { WorkflowDefinition } from '../../../infra/constructs/workflow.ts';

const access = { role: 'DEVELOPER', scope: 'releases:write' } as const;
const VERBS = ['approve', 'reject', 'retry', 'cancel'];
const WRITES: readonly Grant[] = ['table:read', 'table:put', 'table:update', 'table:delete', 'table:check'];

const lambda = (domain: string, grants: readonly Grant[]): LambdaSpec => ({
  impact: `The domain ${domain} does not work.`,
  environment: z.object(environment),
  grants,
});

const route = (method: Route['method'], path: string): Route => ({ method, path, access, summary: path, status: 200 });

function generatedDomain(index: number): Manifest {
  const domain = `generated-${index}`;
  const noun = `/generated-things-${index}`;
  const one = `${noun}/{thing}`;
  const actions = VERBS.map((verb) => [`${verb}Thing`, route('POST', `${one}/${verb}`)] as const);
  return defineManifest({
    domain,
    routes: {
      listThings: route('GET', noun),
      createThing: route('POST', noun),
      getThing: route('GET', one),
      updateThing: route('PATCH', one),
      ...Object.fromEntries(actions),
    },
    subscriptions: {
      own: { source: [`windlass.${domain}`] },
      releases: { source: ['windlass.releases'], detailTypes: ['ReleaseCreated', 'ReleaseReleased'] },
    },
    machines: [`${domain}-machine`],
    tasks: { doWork: 'Does the work' },
    lambdas: {
      api: lambda(domain, [...WRITES, 'credentials:seal']),
      events: lambda(domain, [...WRITES, 'credentials:open', 'queue:defer']),
      tasks: lambda(domain, [...WRITES, 'credentials:open']),
    },
  });
}

const generatedMachine = (index: number): WorkflowDefinition => ({
  name: `generated-${index}-machine`,
  machine: {
    StartAt: 'DoWork',
    States: {
      DoWork: {
        Type: 'Task',
        Resource: 'arn:aws:states:::lambda:invoke',
        Arguments: { FunctionName: `\${Generated${index}TasksFunctionArn}` },
        End: true,
      },
    },
  },
});

export function generateDomains(count: number) {
  const indexes = Array.from({ length: count }, (_, index) => index);
  return { manifests: indexes.map(generatedDomain), workflows: indexes.map(generatedMachine) };
}
