// The definition of release-train. README.md draws it.
import type { manifest as releasesManifest } from '../../functions/releases/manifest.ts';
import type { manifest as trainsManifest } from '../../functions/trains/manifest.ts';
import { type Machine, tasksOf } from '../_asl.ts';
import { catchAll, TRANSIENT } from '../_policies.ts';

const INPUT = ['tenantId', 'trainId', 'leg'];
const trains = tasksOf<typeof trainsManifest>('trains', INPUT, 60);
const releases = tasksOf<typeof releasesManifest>('releases', INPUT, 150);

export const machine: Machine = {
  Comment:
    'One leg of a release train: waits for its departure, creates the release, and records the outcome, whose event begins the next leg. The stored train decides: an execution of an earlier leg does nothing.',
  QueryLanguage: 'JSONata',
  StartAt: 'PlanDeparture',
  States: {
    PlanDeparture: trains.run(
      'planDeparture',
      'When does it depart? Also after the wait, in case the schedule changed meanwhile.',
      {
        Retry: [TRANSIENT],
        Catch: [catchAll('TrainDerailed')],
        Assign: { departure: '{% $states.result.Payload %}' },
        Next: 'RouteByStep',
      },
    ),
    RouteByStep: {
      Type: 'Choice',
      Comment: 'Wait, depart, or stop because another execution drives the train.',
      Choices: [
        { Condition: "{% $departure.step = 'WAIT' %}", Next: 'WaitForDeparture' },
        { Condition: "{% $departure.step = 'DEPART' %}", Next: 'CreateTrainRelease' },
      ],
      Default: 'TrainStopped',
    },
    WaitForDeparture: {
      Type: 'Wait',
      Comment: 'Costs nothing for any time.',
      Timestamp: '{% $departure.until %}',
      Next: 'PlanDeparture',
    },
    CreateTrainRelease: releases.run(
      'createTrainRelease',
      'Creates the next release, once per departure. A failure is recorded, and the train continues.',
      {
        Retry: [TRANSIENT],
        Catch: [{ ...catchAll('RecordDeparture'), Assign: { outcome: "{% {'error': $states.errorOutput} %}" } }],
        Assign: { outcome: '{% $states.result.Payload %}' },
        Next: 'RecordDeparture',
      },
    ),
    RecordDeparture: trains.run('recordDeparture', 'Its event starts the execution of the next leg.', {
      payload: { outcome: '{% $outcome %}' },
      Retry: [TRANSIENT],
      Catch: [catchAll('TrainDerailed')],
      Next: 'DepartureRecorded',
    }),
    DepartureRecorded: { Type: 'Succeed', Comment: 'The next leg has its own execution.' },
    TrainStopped: {
      Type: 'Succeed',
      Comment: 'The train was deleted or switched off, has no departure, or is on another leg.',
    },
    TrainDerailed: {
      Type: 'Fail',
      Comment: 'The train could not be read or written; redrive when the table is available.',
      Error: 'train.leg_failed',
      Cause: 'The train could not be read or written after all retries',
    },
  },
};
