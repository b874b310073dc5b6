// Manifests that together use every feature that the stacks derive, and a state machine that calls two of them.
// The tests of infra synthesize these, so that they do not change with the domains.
import * as z from 'zod';
import { environment } from '../../../entities/_base/environment.ts';
import { defineManifest, type Manifest } from '../../../functions/_kit/manifest.ts';
import type { WorkflowDefinition } from '../../../infra/constructs/workflow.ts';

const { TABLE_NAME, EVENT_BUS_NAME, CREDENTIAL_KEY_ID, ALLOWED_OUTBOUND_HOSTS } = environment;
const { PUBLIC_URL } = environment;
const size = { timeoutSeconds: 15, memoryMb: 512 };

const tenants = defineManifest({
  domain: 'tenants',
  routes: {},
  subscriptions: {},
  tasks: { CreateTenant: 'makes a tenant' },
  lambdas: {
    authorizer: {
      impact: 'Nobody can sign in.',
      environment: z.object({ TABLE_NAME }),
      grants: ['table:read'],
      ...size,
    },
    tasks: {
      impact: 'Tenants cannot be made.',
      environment: z.object({ TABLE_NAME }),
      grants: ['table:read', 'table:put', 'table:update', 'table:delete', 'table:check'],
      ...size,
    },
  },
});

const releases = defineManifest({
  domain: 'releases',
  answersUnknownRoutes: true,
  routes: {
    getRelease: {
      method: 'GET',
      path: '/releases/{release}',
      summary: 'One release',
      access: { role: 'VIEWER', scope: 'releases:read' },
      status: 200,
    },
    receiveArrival: {
      method: 'POST',
      path: '/hooks/{integration}',
      summary: 'Takes a report of a CI system',
      access: 'SIGNED',
      status: 202,
    },
  },
  subscriptions: {
    lifecycle: { source: ['windlass.releases'], detailTypes: ['ReleaseCreated'] },
    ci: { source: [{ prefix: 'ci.' }, 'windlass.store'] },
  },
  tasks: { CutBranch: 'cuts the release branch' },
  machines: ['release-lifecycle'],
  lambdas: {
    api: {
      impact: 'Releases cannot be seen or changed.',
      environment: z.object({ TABLE_NAME, CREDENTIAL_KEY_ID, PUBLIC_URL }),
      grants: ['table:read', 'table:put', 'table:update', 'table:delete', 'table:check', 'credentials:seal'],
      ...size,
    },
    events: {
      impact: 'Releases do not start or advance.',
      environment: z.object({ TABLE_NAME }),
      grants: ['table:read'],
      starts: ['release-lifecycle'],
      answers: ['release-lifecycle'],
      ...size,
    },
    tasks: {
      impact: 'Releases stop at their next step.',
      environment: z.object({ TABLE_NAME, CREDENTIAL_KEY_ID, ALLOWED_OUTBOUND_HOSTS }),
      grants: ['table:read', 'table:put', 'table:update', 'table:delete', 'table:check', 'credentials:open'],
      ...size,
    },
  },
});

const publisher = defineManifest({
  domain: 'publisher',
  routes: {},
  subscriptions: {},
  tasks: {},
  stream: { kind: 'outboxEvent', lanes: 4 },
  lambdas: {
    stream: {
      impact: 'Nobody hears of changes.',
      environment: z.object({ EVENT_BUS_NAME }),
      grants: ['bus:publish'],
      ...size,
    },
  },
});

const slack = defineManifest({
  domain: 'notifiers/slack',
  routes: {},
  subscriptions: { messages: { source: [{ prefix: 'windlass.' }] } },
  tasks: {},
  lambdas: {
    events: {
      impact: 'Teams do not read of releases in Slack.',
      environment: z.object({ TABLE_NAME, CREDENTIAL_KEY_ID }),
      grants: ['table:read', 'credentials:open', 'queue:defer'],
      ...size,
    },
  },
});

export const sampleManifests: readonly Manifest[] = [tenants, releases, publisher, slack];

export const sampleWorkflow: WorkflowDefinition = {
  name: 'release-lifecycle',
  machine: {
    QueryLanguage: 'JSONata',
    StartAt: 'CutBranch',
    States: {
      CutBranch: {
        Type: 'Task',
        Resource: 'arn:aws:states:::lambda:invoke',
        Arguments: { FunctionName: '${ReleasesTasksFunctionArn}', Payload: { task: 'CutBranch' } },
        End: true,
      },
    },
  },
};

/** A machine that starts the one of the sample, and that one's domain with both. */
export const startingWorkflow: WorkflowDefinition = {
  name: 'release-fleet',
  machine: {
    QueryLanguage: 'JSONata',
    StartAt: 'StartRelease',
    States: {
      StartRelease: {
        Type: 'Task',
        Resource: 'arn:aws:states:::states:startExecution.sync:2',
        Arguments: { StateMachineArn: '${ReleaseLifecycleMachineArn}', Name: 'one', Input: {} },
        End: true,
      },
    },
  },
};
export const manifestsWithStarting: readonly Manifest[] = sampleManifests.map((manifest) =>
  manifest === releases ? { ...releases, machines: ['release-lifecycle', 'release-fleet'] } : manifest,
);
