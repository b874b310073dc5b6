// The final state of a build depends on CI's reports, not on their order or number: every permutation of sets of
// reports of each sender, and random sets with reports that each tell a part.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  cdevent,
  done,
  github,
  gitlab,
  jenkins,
  jenkinsEvent,
  known,
  type News,
  permutations,
  reports,
  sourceOf,
} from './build-news.ts';

const RUN = { answer: { externalId: '12', buildUrl: 'https://github.com/acme/app/actions/runs/12' } };
const ITEM = { answer: { externalId: '7', buildUrl: 'https://ci.test/queue/item/7/' } };
const actions = sourceOf('GITHUB_ACTIONS', 'release.yml');
const job = sourceOf('JENKINS', 'mobile/ios');
const artifacts = { artifacts: { 'a.ipa': { archive: 'https://ci.test/a.ipa' } } };
const project = sourceOf('GITLAB_CI');
/** It has another job, and so is known by its ids and addresses alone. */
const byIds = sourceOf('GITLAB_CI', 'none');

const sets: [string, ReturnType<typeof sourceOf>, News[], object][] = [
  [
    'of GitHub with attempts',
    actions,
    [
      RUN,
      ...reports(
        github({ status: 'in_progress' }),
        done('failure'),
        github({ status: 'in_progress', run_attempt: 2 }),
        done('success', 2),
      ),
    ],
    { buildStatus: 'SUCCESS', buildAttempt: 2, buildNumber: '36', commitSha: 'c0ffee1' },
  ],
  [
    'of GitHub that waited for approval (D14)',
    actions,
    [RUN, ...reports(github({ status: 'in_progress' }), done('action_required'), done('success'))],
    { buildStatus: 'SUCCESS', buildNumber: '36' },
  ],
  [
    'of GitHub, among them a run of somebody else',
    actions,
    [
      RUN,
      ...reports(
        github({ status: 'in_progress' }),
        done('failure'),
        github({ id: 11, run_number: 35, status: 'completed', conclusion: 'success' }),
      ),
    ],
    { buildStatus: 'FAILED', buildNumber: '36' },
  ],
  [
    'of GitHub Enterprise Server, which names no run',
    actions,
    [
      { answer: { externalId: 'dispatch:trigger-1', buildUrl: 'https://ghe.test/workflow' } },
      ...reports(
        github({ status: 'in_progress' }),
        done('failure'),
        github({ id: 13, run_number: 37, status: 'completed', conclusion: 'success' }),
      ),
    ],
    { buildStatus: 'FAILED', buildNumber: '36', externalId: '12' },
  ],
  [
    'of GitLab, retried (D13)',
    project,
    [
      { answer: { externalId: '700', buildUrl: 'https://gitlab.com/p/700', buildNumber: '31' } },
      ...reports(
        gitlab('running', '2026-03-01 12:00:00 UTC'),
        gitlab('failed', '2026-03-01 12:00:00 UTC', '2026-03-01 12:05:00 UTC'),
        gitlab('running', '2026-03-01 12:07:00 UTC', '2026-03-01 12:05:00 UTC'),
      ),
    ],
    { buildStatus: 'RUNNING', buildNumber: '31' },
  ],
  [
    'of GitLab, retried, of a version that tells no jobs (D13)',
    project,
    [
      { answer: { externalId: '700', buildUrl: 'https://gitlab.com/p/700', buildNumber: '31' } },
      ...reports(
        gitlab('running', ''),
        gitlab('failed', '', '2026-03-01 12:05:00 UTC'),
        gitlab('running', '', '2026-03-01 12:05:00 UTC'),
        gitlab('success', '', '2026-03-01 12:09:00 UTC'),
      ),
    ],
    { buildStatus: 'SUCCESS' },
  ],
  [
    'of a Jenkins job without our trigger id, among them another item of the queue (D3)',
    job,
    [
      ITEM,
      ...reports(
        jenkins('COMPLETED', { queue_id: 1007, number: 50, status: 'SUCCESS' }),
        jenkins('STARTED'),
        jenkins('COMPLETED', { status: 'FAILURE' }),
      ),
    ],
    { buildStatus: 'FAILED', buildNumber: '51' },
  ],
  [
    'of a Jenkins job without our trigger id, rebuilt (D3)',
    job,
    [
      ITEM,
      ...reports(
        jenkins('COMPLETED', { queue_id: 1007, number: 50, status: 'SUCCESS' }),
        jenkins('COMPLETED', { status: 'FAILURE' }),
        jenkins('COMPLETED', { queue_id: 1009, number: 52, status: 'SUCCESS' }),
      ),
    ],
    { buildStatus: 'FAILED', buildNumber: '51' },
  ],
  [
    'of a Jenkins job with our trigger id, rebuilt, beside a build of somebody else (D3)',
    job,
    [
      ITEM,
      ...reports(
        jenkins('COMPLETED', { queue_id: 1007, number: 50, status: 'FAILURE' }),
        jenkins('COMPLETED', { trigger: 'trigger-1', status: 'FAILURE' }),
        jenkins('STARTED', { queue_id: 1009, number: 52, trigger: 'trigger-1' }),
        jenkins('FINALIZED', { queue_id: 1009, number: 52, trigger: 'trigger-1', status: 'SUCCESS' }, artifacts),
      ),
    ],
    { buildStatus: 'SUCCESS', buildNumber: '52', artifactUrl: 'https://ci.test/a.ipa' },
  ],
  [
    'of an old Jenkins that tells no queue',
    job,
    [
      ITEM,
      ...reports(
        jenkins('STARTED', {}, { queue_id: undefined }),
        jenkins('COMPLETED', { status: 'SUCCESS' }, { queue_id: undefined }),
        jenkins('COMPLETED', { number: 53, status: 'FAILURE' }, { queue_id: undefined }),
      ),
    ],
    { buildStatus: 'SUCCESS', buildNumber: '51' },
  ],
  [
    'of Jenkins by both its plugins (D7)',
    job,
    [
      ITEM,
      ...reports(
        jenkins('STARTED'),
        jenkins('COMPLETED', { status: 'UNSTABLE' }),
        jenkinsEvent('started', '2026-03-01T12:00:00Z'),
        jenkinsEvent('finished', '2026-03-01T12:05:00Z', 'success', 'UNSTABLE'),
      ),
    ],
    { buildStatus: 'FAILED', buildNumber: '51', buildUrl: 'https://ci.test/job/mobile/job/ios/51/' },
  ],
  [
    'of Jenkins by both its plugins, aborted (D7)',
    job,
    [
      ITEM,
      ...reports(
        jenkins('COMPLETED', { trigger: 'trigger-1', status: 'ABORTED' }),
        jenkinsEvent('started', '2026-03-01T12:00:00Z', undefined, undefined, 'trigger-1'),
        jenkinsEvent('finished', '2026-03-01T12:05:00Z', 'failure', 'ABORTED', 'trigger-1'),
      ),
    ],
    { buildStatus: 'CANCELLED', buildNumber: '51' },
  ],
  [
    'of CDEvents at one address (D10)',
    byIds,
    reports(
      cdevent('started', undefined, '2026-03-01T12:00:00Z', { triggerId: 'trigger-1' }),
      cdevent('finished', 'failure', '2026-03-01T12:05:00Z', { triggerId: 'trigger-1' }),
      cdevent('finished', 'success', '2026-03-01T12:09:00Z', { triggerId: 'trigger-1' }),
    ),
    { buildStatus: 'SUCCESS', buildUrl: 'https://ci.test/runs/our' },
  ],
  [
    'of CDEvents at one address, without times (D10)',
    byIds,
    reports(
      cdevent('finished', 'failure', undefined, { triggerId: 'trigger-1' }),
      cdevent('finished', 'success', undefined, { triggerId: 'trigger-1' }),
    ),
    { buildStatus: 'SUCCESS' },
  ],
  [
    'of CDEvents at one address that runs again (D10)',
    byIds,
    reports(
      cdevent('started', undefined, '2026-03-01T12:00:00Z', { triggerId: 'trigger-1' }),
      cdevent('finished', 'failure', '2026-03-01T12:05:00Z', { triggerId: 'trigger-1' }),
      cdevent('started', undefined, '2026-03-01T12:07:00Z', { triggerId: 'trigger-1' }),
    ),
    { buildStatus: 'RUNNING' },
  ],
  [
    'of CDEvents that number their runs by day and count',
    byIds,
    reports(
      cdevent('finished', 'failure', '2026-03-01T12:05:00Z', { triggerId: 'trigger-1', buildNumber: '20260301.9' }),
      cdevent('started', undefined, '2026-03-01T12:07:00Z', { triggerId: 'trigger-1', buildNumber: '20260301.10' }),
    ),
    { buildStatus: 'RUNNING', buildNumber: '20260301.10' },
  ],
  [
    'of CDEvents that number their runs (D1)',
    byIds,
    reports(
      cdevent('finished', 'failure', '2026-03-01T12:05:00Z', { triggerId: 'trigger-1', buildNumber: '17' }),
      cdevent('finished', 'success', '2026-03-01T12:09:00Z', { triggerId: 'trigger-1', buildNumber: '18' }),
    ),
    { buildStatus: 'SUCCESS', buildNumber: '18' },
  ],
];

describe('what is known of a build is the same in any order of the reports', () => {
  it.each(sets)('%s', (_, source, news, expected) => {
    const [first] = news as [News];
    const ends = [...permutations(news)].flatMap((order) => [
      known(source, order),
      // Each of them comes twice, and the first once more at the end.
      known(source, [...order.flatMap((one) => [one, one]), first]),
    ]);
    expect(ends[0]).toMatchObject(expected);
    for (const end of ends) expect(end).toEqual(ends[0]);
  });
});

type End = 'SUCCESS' | 'FAILED' | 'CANCELLED' | undefined;
type Numbering = 'number' | 'attempt';

/** Everything that is told of one run: that it was queued, runs, and how it ended. Not every report tells the rest. */
function reportsOf(run: number, numbering: Numbering, end: End, tells: readonly number[]): News[] {
  const build = numbering === 'number' ? 16 + run : 17;
  const statuses = ['RUNNING', 'RUNNING', ...(end === undefined ? [] : [end, end])] as const;
  return statuses.map((status, index) => {
    const told = tells[index] ?? 0;
    const facts = {
      ...(told & 1 ? { buildUrl: `https://ci.test/${build}`, buildLogUrl: `https://ci.test/${build}/log` } : {}),
      ...(told & 2 ? { artifactUrl: `https://ci.test/${build}/artifact` } : {}),
      ...(told & 4 ? { commitSha: `c0ffee${run}`, storeBuildNumber: `4${run}` } : {}),
      ...(told & 8 && numbering === 'number' ? { queueId: `${6 + run}` } : {}),
    };
    const ids = { buildNumber: String(build), ...(numbering === 'attempt' ? { attempt: run } : {}) };
    return { report: { status, triggerId: 'trigger-1', ...ids, ...facts } };
  });
}

/** Runs of one build that ended in any way, also after one that succeeded. */
const stories = fc
  .record({
    numbering: fc.constantFrom<Numbering[]>('number', 'attempt'),
    ends: fc.array(fc.constantFrom<End[]>('SUCCESS', 'FAILED', 'CANCELLED', undefined), { minLength: 1, maxLength: 4 }),
    tells: fc.array(fc.nat(15), { minLength: 16, maxLength: 16 }),
  })
  .map(({ numbering, ends, tells }): News[] => [
    ITEM,
    ...ends.flatMap((end, index) => reportsOf(index + 1, numbering, end, tells.slice(index * 4))),
  ]);

const disturbed = stories.chain((story) =>
  fc.record({
    story: fc.constant(story),
    told: fc
      .subarray(story)
      .chain((again) => fc.shuffledSubarray([...story, ...again], { minLength: story.length + again.length })),
  }),
);

it('is the same in any order, with any of the reports twice', () => {
  fc.assert(
    fc.property(disturbed, ({ story, told }) => {
      expect(known(job, told)).toEqual(known(job, story));
    }),
    { numRuns: 500 },
  );
});
