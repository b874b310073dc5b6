// The definition of release-deadline. README.md draws it.
import type { manifest } from '../../functions/releases/manifest.ts';
import { type Machine, tasksOf } from '../_asl.ts';
import { catchAll, TRANSIENT } from '../_policies.ts';

const INPUT = ['tenantId', 'releaseId', 'targetReleaseDate', 'revision', 'lap'];
const releases = tasksOf<typeof manifest>('releases', INPUT, 150);

export const machine: Machine = {
  Comment:
    'Watches one targetReleaseDate of one release. The stored release decides: an execution whose date was changed, or whose release ended, settles by itself.',
  QueryLanguage: 'JSONata',
  StartAt: 'CheckDeadline',
  States: {
    CheckDeadline: releases.run(
      'checkDeadline',
      'Marks the release delayed if the date has passed; otherwise says until when to wait.',
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
      Comment: 'Whether there is anything left to wait for.',
      Choices: [{ Condition: "{% $next.step = 'WAIT' %}", Next: 'WaitForDate' }],
      Default: 'DeadlineSettled',
    },
    WaitForDate: {
      Type: 'Wait',
      Comment: 'Costs nothing, however long.',
      Timestamp: '{% $next.until %}',
      Next: 'CheckDeadline',
    },
    DeadlineSettled: { Type: 'Succeed', Comment: 'Marked, released, cancelled, or another execution watches.' },
    DeadlineNotWatched: {
      Type: 'Fail',
      Comment: 'The release could not be read or marked; redrive when the table is back.',
      Error: 'release.deadline_failed',
      Cause: 'The release could not be looked at when its targetReleaseDate was due',
    },
  },
};
