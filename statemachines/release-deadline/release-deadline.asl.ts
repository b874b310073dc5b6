// The definition of release-deadline. README.md draws it.
import type { manifest } from '../../functions/releases/manifest.ts';
import { type Machine, tasksOf } from '../_asl.ts';
import { catchAll, TRANSIENT } from '../_policies.ts';

const INPUT = ['tenantId', 'releaseId', 'targetReleaseDate', 'revision', 'lap'];
const releases = tasksOf<typeof manifest>('releases', INPUT, 150);

export const machine: Machine = {
  Comment:
    'Watches one targetReleaseDate of one release. The stored release decides: an execution whose date was changed, or whose release ended, ends.',
  QueryLanguage: 'JSONata',
  StartAt: 'CheckDeadline',
  States: {
    CheckDeadline: releases.run(
      'checkDeadline',
      'Marks the release as delayed if the date has passed; otherwise answers how long to wait.',
      {
        payload: { startedAt: '{% $states.context.Execution.StartTime %}' },
        Retry: [TRANSIENT],
        Catch: [catchAll('DeadlineNotWatched')],
        Assign: { next: '{% $states.result.Payload %}' },
        Next: 'IsDateAhead',
      },
    ),
    IsDateAhead: {
      Type: 'Choice',
      Comment: 'Is there a date to wait for?',
      Choices: [{ Condition: "{% $next.step = 'WAIT' %}", Next: 'WaitForDate' }],
      Default: 'DeadlineSettled',
    },
    WaitForDate: {
      Type: 'Wait',
      Comment: 'Costs nothing for any time.',
      Timestamp: '{% $next.until %}',
      Next: 'CheckDeadline',
    },
    DeadlineSettled: {
      Type: 'Succeed',
      Comment: 'The release is marked, released or cancelled, or another execution watches it.',
    },
    DeadlineNotWatched: {
      Type: 'Fail',
      Comment: 'The release could not be read or marked; redrive when the table is available.',
      Error: 'release.deadline_failed',
      Cause: 'The release could not be checked when its targetReleaseDate was due',
    },
  },
};
