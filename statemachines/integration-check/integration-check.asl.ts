// The definition of integration-check. README.md draws it.
import type { manifest } from '../../functions/integrations/manifest.ts';
import { type Machine, tasksOf } from '../_asl.ts';
import {
  catchAll,
  catchAllAsError,
  GIVE_UP,
  NO_WAITS,
  PUT_OFF,
  TRANSIENT,
  TRANSIENT_FOR_HOURS,
  waitAnHour,
} from '../_policies.ts';

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
      Assign: NO_WAITS,
      Next: 'CheckIntegration',
    },
    CheckIntegration: integrations.run(
      'checkIntegration',
      'Keeps what the service says; an error that says nothing of the credential puts the check off.',
      {
        Retry: [TRANSIENT],
        Catch: [catchAllAsError('RecordNoAnswer')],
        Assign: { putOff: PUT_OFF },
        Next: 'RouteByAnswer',
      },
    ),
    RouteByAnswer: {
      Type: 'Choice',
      Comment: 'A service without an answer is asked again, after that tomorrow is another day.',
      Choices: [
        { Condition: '{% $putOff = null %}', Next: 'IntegrationChecked' },
        // Without a stated time after 1, 2, 4, 8 and 16 minutes, 31 minutes in all.
        waitAnHour(5, '60 * $power(2, $waits)', 'WaitForService'),
      ],
      ...GIVE_UP,
      Default: 'RecordNoAnswer',
    },
    WaitForService: {
      Type: 'Wait',
      Comment: 'As long as the service stated, and longer each time.',
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
