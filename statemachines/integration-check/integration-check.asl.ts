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
    'The next check of one integration: waits until it is due, asks the service and stores its answer, whose event begins the next check. The stored integration decides: an execution of an earlier revision does nothing.',
  QueryLanguage: 'JSONata',
  StartAt: 'WaitForCheck',
  States: {
    WaitForCheck: {
      Type: 'Wait',
      Comment: 'A day, minus an offset that spreads integrations of the same moment. Costs nothing.',
      Timestamp: '{% $states.context.Execution.Input.checkAt %}',
      Assign: NO_WAITS,
      Next: 'CheckIntegration',
    },
    CheckIntegration: integrations.run(
      'checkIntegration',
      'Stores the answer of the service; an error that says nothing about the credentials puts the check off.',
      {
        Retry: [TRANSIENT],
        Catch: [catchAllAsError('RecordNoAnswer')],
        Assign: { putOff: PUT_OFF },
        Next: 'RouteByAnswer',
      },
    ),
    RouteByAnswer: {
      Type: 'Choice',
      Comment: 'Asks an unavailable service a few times; after that the next check is tomorrow.',
      Choices: [
        { Condition: '{% $putOff = null %}', Next: 'IntegrationChecked' },
        // Without a stated time: 1, 2, 4, 8 and 16 minutes, 31 minutes in all.
        waitAnHour(5, '60 * $power(2, $waits)', 'WaitForService'),
      ],
      ...GIVE_UP,
      Default: 'RecordNoAnswer',
    },
    WaitForService: {
      Type: 'Wait',
      Comment: 'At least as long as the service stated, and longer each time.',
      Seconds: '{% $waitSeconds %}',
      Next: 'CheckIntegration',
    },
    RecordNoAnswer: integrations.run(
      'recordNoAnswer',
      'The integration becomes UNHEALTHY and is checked again tomorrow; its verification status stays.',
      {
        payload: { error: '{% $error %}' },
        Retry: [TRANSIENT_FOR_HOURS],
        Catch: [catchAll('CheckLost')],
        Next: 'IntegrationChecked',
      },
    ),
    IntegrationChecked: {
      Type: 'Succeed',
      Comment: 'The next check has its own execution.',
    },
    CheckLost: {
      Type: 'Fail',
      Comment: 'The integration could not be written; redrive when the table is available.',
      Error: 'integration.check_lost',
      Cause: 'The result could not be written after hours of retries',
    },
  },
};
