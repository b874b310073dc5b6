// The times of a release's steps, as they are stored and shown.
import { describe, expect, it } from 'vitest';
import type { ReleaseStatus } from '../../../../../entities/releases/lifecycle/status.model.ts';
import { type ReachedAt, reachedAfter, viewSteps } from '../../../../../entities/releases/lifecycle/steps.model.ts';

const iso = (second: number): string => new Date(second * 1000).toISOString();
const after = (...statuses: readonly ReleaseStatus[]): ReachedAt =>
  statuses.reduce<ReachedAt>((before, status, index) => reachedAfter(before, status, iso(index + 1)), {});

describe('a release that comes to a status', () => {
  it.each<[string, readonly ReleaseStatus[], ReachedAt]>([
    ['notes its time', ['PENDING'], { PENDING: 1 }],
    ['keeps those before', ['PENDING', 'STARTED'], { PENDING: 1, STARTED: 2 }],
    [
      'back at a step keeps its first time and loses those of later steps',
      ['STARTED', 'REGRESSION_IN_PROGRESS', 'BUILD_SUBMITTED', 'REGRESSION_IN_PROGRESS'],
      { STARTED: 1, REGRESSION_IN_PROGRESS: 2 },
    ],
    [
      'and goes on notes the later step anew',
      ['REGRESSION_IN_PROGRESS', 'BUILD_SUBMITTED', 'REGRESSION_IN_PROGRESS', 'BUILD_SUBMITTED'],
      { REGRESSION_IN_PROGRESS: 1, BUILD_SUBMITTED: 4 },
    ],
    ['that ends it keeps all', ['PENDING', 'CANCELLED', 'ARCHIVED'], { PENDING: 1, CANCELLED: 2, ARCHIVED: 3 }],
  ])('%s', (_, statuses, reached) => {
    expect(after(...statuses)).toEqual(reached);
  });
});

describe('the steps that are shown', () => {
  it.each<[string, Parameters<typeof viewSteps>[0], readonly (readonly [ReleaseStatus, number])[]]>([
    ['of a new release: its creation', { createdAt: iso(0) }, [['KICKOFF_PENDING', 0]]],
    [
      'in their order',
      { createdAt: iso(0), reachedAt: { STARTED: 7, PENDING: 5 } },
      [
        ['KICKOFF_PENDING', 0],
        ['PENDING', 5],
        ['STARTED', 7],
      ],
    ],
    [
      'of a release of an earlier version: those with a time of their own',
      { createdAt: iso(0), kickedOffAt: iso(3), releaseDate: iso(9) },
      [
        ['KICKOFF_PENDING', 0],
        ['PENDING', 3],
        ['RELEASED', 9],
      ],
    ],
  ])('%s', (_, release, steps) => {
    expect(viewSteps(release).map(({ status, since }) => [status, since])).toEqual(
      steps.map(([status, second]) => [status, iso(second)]),
    );
  });
});
