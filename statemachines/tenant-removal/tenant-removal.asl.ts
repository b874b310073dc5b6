// The definition of tenant-removal. README.md draws it.
import type { manifest as releasesManifest } from '../../functions/releases/manifest.ts';
import type { manifest as tenantsManifest } from '../../functions/tenants/manifest.ts';
import { type Choice, type Machine, tasksOf } from '../_asl.ts';
import { catchAll, TRANSIENT_FOR_HOURS } from '../_policies.ts';

const tenants = tasksOf<typeof tenantsManifest>('tenants', ['tenantId'], 90);
const releases = tasksOf<typeof releasesManifest>('releases', ['tenantId'], 150);

/** A task that is called again until it is done. */
const removal = (Next: string) => ({
  Retry: [TRANSIENT_FOR_HOURS],
  Catch: [catchAll('RemovalStopped')],
  Assign: { isDone: '{% $states.result.Payload.isDone %}' },
  Next,
});
const repeated = (again: string, Default: string, Comment: string): Choice => ({
  Type: 'Choice',
  Comment,
  Choices: [{ Condition: '{% $not($isDone) %}', Next: again }],
  Default,
});
const TIME_RAN_OUT = 'Did the task run out of time?';

export const machine: Machine = {
  Comment:
    'Removes all data of a deleted tenant. Every task removes the items that it finds, so an execution may be stopped, redriven or started again at any point.',
  QueryLanguage: 'JSONata',
  StartAt: 'WaitForWork',
  States: {
    WaitForWork: {
      Type: 'Wait',
      Comment:
        'Until every function that was running for the tenant when it was deleted has ended; no new one acts for it.',
      Seconds: 180,
      Next: 'RemoveConnections',
    },
    RemoveConnections: tenants.run(
      'removeConnections',
      'Tokens, webhooks, trains and integrations first: after that nothing can start and nobody is told.',
      removal('HasMoreConnections'),
    ),
    HasMoreConnections: repeated('RemoveConnections', 'WaitForMessages', TIME_RAN_OUT),
    WaitForMessages: {
      Type: 'Wait',
      Comment: 'Until messages that were being sent are sent and recorded.',
      Seconds: 60,
      Next: 'RemoveReleases',
    },
    RemoveReleases: releases.run(
      'removeReleases',
      'Releases in pages, with all their data; their workflows end.',
      removal('HasMoreReleases'),
    ),
    HasMoreReleases: repeated('RemoveReleases', 'RemoveTenant', 'Were there any? The list may lag behind.'),
    RemoveTenant: tenants.run(
      'removeTenant',
      'People, and at last the tenant with its slug.',
      removal('HasMorePeople'),
    ),
    HasMorePeople: repeated('RemoveTenant', 'TenantRemoved', TIME_RAN_OUT),
    TenantRemoved: { Type: 'Succeed', Comment: 'Only items that expire are left.' },
    RemovalStopped: {
      Type: 'Fail',
      Comment: 'An item could not be removed after hours of retries; redrive when the table is available.',
      Error: 'tenant.removal_stopped',
      Cause: 'The tenant could not be removed completely after hours of retries',
    },
  },
};
