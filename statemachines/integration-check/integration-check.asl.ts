// The definition of integration-check. README.md draws it.
import type { manifest } from '../../functions/integrations/manifest.ts';
import { type Machine, tasksOf } from '../_asl.ts';
import { catchAll, catchAllAsError, SERVICE_FOR_HALF_AN_HOUR, TRANSIENT, TRANSIENT_FOR_HOURS } from '../_policies.ts';

const INPUT = ['tenantId', 'kind', 'integrationId', 'revision'];
const integrations = tasksOf<typeof manifest>('integrations', INPUT, 60);

export const machine: Machine = {
  Comment:
    'The next check of one integration: waits until it is due, asks the service again and keeps what it said, which begins the next. The stored integration decides: an execution of an earlier revision does nothing.',
  QueryLanguage: 'JSONata',
  StartAt: 'WaitForCheck',
  States: {
    WaitForCheck: {
      Type: 'Wait',
      Comment: "A day, less the integration's place among those of the same moment. Costs nothing.",
      Timestamp: '{% $states.context.Execution.Input.checkAt %}',
      Assign: { waits: 0, waited: 0 },
      Next: 'CheckIntegration',
    },
    CheckIntegration: integrations.run(
      'checkIntegration',
      'What says nothing of the credential may pass, and is asked again over half an hour.',
      {
        Retry: [SERVICE_FOR_HALF_AN_HOUR, TRANSIENT],
        Catch: [
          {
            ErrorEquals: ['integration.wait_stated'],
            Assign: {
              error: '{% $states.errorOutput %}',
              stated: '{% $parse($parse($states.errorOutput.Cause).errorMessage) %}',
            },
            Next: 'IsWaitShort',
          },
          catchAllAsError('RecordNoAnswer'),
        ],
        Next: 'IntegrationChecked',
      },
    ),
    IsWaitShort: {
      Type: 'Choice',
      Comment: 'Up to an hour in all, in at most five waits; after that tomorrow is another day.',
      Choices: [
        {
          Condition: '{% $waits < 5 and $waited + $stated.seconds <= 3600 %}',
          Assign: {
            waits: '{% $waits + 1 %}',
            waited: '{% $waited + $max([$stated.seconds, 60 * $power(2, $waits)]) %}',
            waitSeconds: '{% $max([$stated.seconds, 60 * $power(2, $waits)]) %}',
          },
          Next: 'WaitForService',
        },
      ],
      Default: 'RecordNoAnswer',
    },
    WaitForService: {
      Type: 'Wait',
      Comment: 'As long as the service stated, and no shorter than the retries of one that states nothing.',
      Seconds: '{% $waitSeconds %}',
      Next: 'CheckIntegration',
    },
    RecordNoAnswer: integrations.run(
      'recordNoAnswer',
      'The integration is UNHEALTHY and tried again tomorrow; what was known of its credential stays.',
      {
        payload: { error: '{% $error %}' },
        Retry: [TRANSIENT_FOR_HOURS],
        Catch: [catchAll('CheckLost')],
        Next: 'IntegrationChecked',
      },
    ),
    IntegrationChecked: {
      Type: 'Succeed',
      Comment: 'The next check has an execution of its own, if there is one.',
    },
    CheckLost: {
      Type: 'Fail',
      Comment: 'The integration could not be written; redrive when the table is back.',
      Error: 'integration.check_lost',
      Cause: 'What was found out could not be written, not even after hours of retries',
    },
  },
};
