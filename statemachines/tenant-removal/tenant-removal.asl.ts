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
const TIME_RAN_OUT = 'Whether time ran out before all was gone.';

export const machine: Machine = {
  Comment:
    'Removes all that is stored of one tenant that was deleted. Every task removes what it finds: an execution may be stopped, redriven or started anew at any point.',
  QueryLanguage: 'JSONata',
  StartAt: 'WaitForWork',
  States: {
    WaitForWork: {
      Type: 'Wait',
      Comment:
        'Until every function that was at work for the tenant when it was deleted has ended; none begins any more.',
      Seconds: 180,
      Next: 'RemoveConnections',
    },
    RemoveConnections: tenants.run(
      'removeConnections',
      'Tokens, webhooks, trains and integrations first: nothing can be begun, and nobody be told.',
      removal('HasMoreConnections'),
    ),
    HasMoreConnections: repeated('RemoveConnections', 'WaitForMessages', TIME_RAN_OUT),
    WaitForMessages: {
      Type: 'Wait',
      Comment: 'Until messages that were just being sent are sent and written down.',
      Seconds: 60,
      Next: 'RemoveReleases',
    },
    RemoveReleases: releases.run(
      'removeReleases',
      'Releases in pages, with all that is about them; their workflows end.',
      removal('HasMoreReleases'),
    ),
    HasMoreReleases: repeated('RemoveReleases', 'RemoveTenant', 'Whether there were any: the list may lag behind.'),
    RemoveTenant: tenants.run(
      'removeTenant',
      'People, and at last the tenant with its slug.',
      removal('HasMorePeople'),
    ),
    HasMorePeople: repeated('RemoveTenant', 'TenantRemoved', TIME_RAN_OUT),
    TenantRemoved: { Type: 'Succeed', Comment: 'Nothing is left but what expires.' },
    RemovalStopped: {
      Type: 'Fail',
      Comment: 'Something could not be removed, not even after hours; redrive when the table is back.',
      Error: 'tenant.removal_stopped',
      Cause: 'The tenant could not be removed to its end, not even after hours of retries',
    },
  },
};
