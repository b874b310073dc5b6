// The build that a CI report is about, and its changes: reports come twice, late, out of order, and from other builds.
import { describe, expect, it } from 'vitest';
import {
  applyBuildReport,
  attributionOf,
  type BuildSource,
  bindBuild,
  wantBuild,
} from '../../../../../entities/releases/builds/build.model.ts';
import type { BuildReport } from '../../../../../entities/releases/builds/build-report.model.ts';
import { BUILD_STATUSES } from '../../../../../entities/releases/lifecycle/status.model.ts';
import type { ReleasePipelineItem } from '../../../../../entities/releases/release-parts.entity.ts';

const pipeline = (over: Partial<ReleasePipelineItem> = {}): ReleasePipelineItem => ({
  tenantId: 'tenant',
  releaseId: 'release',
  pipelineIntegrationId: 'ci',
  targetIntegrationId: 'store',
  triggered: true,
  triggerId: 'trigger-2',
  buildStatus: 'PENDING',
  createdAt: 'x',
  updatedAt: 'x',
  revision: 1,
  schemaVersion: 1,
  ...over,
});
/** The changes that people see. */
function applied(known: ReleasePipelineItem, told: BuildReport) {
  const { told: _, ...seen } = applyBuildReport(known, told) ?? {};
  return Object.keys(seen).length === 0 ? undefined : seen;
}
const report = (over: Partial<BuildReport> = {}): BuildReport => ({ status: 'RUNNING', ...over });
const source: BuildSource = {
  ...{ service: 'GITHUB_ACTIONS', job: 'release.yml', scmIntegrationId: 'scm', repository: 'acme/app' },
};

const github = (over: Partial<BuildReport> = {}) =>
  report({
    ...{ integrationId: 'scm', service: 'GITHUB_ACTIONS', externalId: '12', buildNumber: '7', jobs: ['release.yml'] },
    ...over,
  });
const jenkins = (over: Partial<BuildReport> = {}) =>
  report({ integrationId: 'ci', buildNumber: '7', jobs: ['release.yml'], ...over });

const cases: [string, ReleasePipelineItem, BuildReport, boolean][] = [
  ['our trigger', pipeline(), jenkins({ triggerId: 'trigger-2' }), true],
  ['the trigger before', pipeline(), jenkins({ triggerId: 'trigger-1' }), false],
  ['another trigger from our integration', pipeline(), jenkins({ triggerId: 'x' }), false],
  ['our run', pipeline({ externalId: '12' }), github(), true],
  ['our run, told by nobody’s webhook', pipeline({ externalId: '12' }), github({ integrationId: undefined }), true],
  ['our run, under another name', pipeline({ externalId: '12' }), github({ jobs: [] }), true],
  ['a run of another service that has our id', pipeline({ externalId: '12' }), github({ service: 'GITLAB_CI' }), false],
  ['another run', pipeline({ externalId: '12' }), github({ externalId: '13' }), false],
  ['a run of our workflow before ours is known', pipeline(), github(), true],
  ['a run of another workflow before ours is known', pipeline(), github({ jobs: ['lint.yml'] }), false],
  ['the same from the pipeline’s own webhook', pipeline(), github({ jobs: ['lint.yml'], integrationId: 'ci' }), false],
  ['a run of our workflow in another repository', pipeline(), github({ integrationId: 'scm-2' }), false],
  ['a late event of the build before', pipeline({ lastBuildNumber: '7' }), github(), false],
  ['an older build still', pipeline({ lastBuildNumber: '10' }), github({ buildNumber: '9' }), false],
  ['the build after that', pipeline({ lastBuildNumber: '9' }), github({ buildNumber: '10' }), true],
  ['the run before, by its id', pipeline({ lastExternalId: '12' }), github({ buildNumber: undefined }), false],
  ['the build before, by its queue item', pipeline({ lastExternalId: 'q4' }), jenkins({ queueId: 'q4' }), false],
  [
    'the build before, whose number is a name',
    pipeline({ lastBuildNumber: 'a' }),
    jenkins({ buildNumber: 'a' }),
    false,
  ],
  ['a run that GitHub did not name yet', pipeline({ externalId: 'dispatch:trigger-2' }), github(), true],
  ['our Jenkins build', pipeline({ externalId: 'queue-5', buildNumber: '7' }), jenkins(), true],
  [
    'another Jenkins build of the job',
    pipeline({ externalId: 'queue-5', buildNumber: '7' }),
    jenkins({ buildNumber: '8' }),
    false,
  ],
  [
    'our queue item, although a build of somebody else was heard of first',
    pipeline({ externalId: 'q5', buildNumber: '7' }),
    jenkins({ buildNumber: '8', queueId: 'q5' }),
    true,
  ],
  [
    'our queue item’s number at another Jenkins',
    pipeline({ externalId: 'q5' }),
    jenkins({ queueId: 'q5', integrationId: 'ci-2' }),
    false,
  ],
  ['our address, under another name', pipeline({ buildUrl: 'u' }), report({ buildUrl: 'u', jobs: [] }), true],
  ['another address, under another name', pipeline({ buildUrl: 'u' }), report({ buildUrl: 'v', jobs: [] }), false],
  [
    'a build of another pipeline that happens to have our number',
    pipeline({ externalId: 'queue-5', buildNumber: '7' }),
    jenkins({ integrationId: 'ci-2', jobs: ['ios'] }),
    false,
  ],
  ['our number under another job', pipeline({ buildNumber: '7' }), jenkins({ jobs: ['nightly'] }), false],
  ['a Jenkins build while ours is queued', pipeline({ externalId: 'queue-5' }), jenkins(), true],
  ['another job of that Jenkins', pipeline({ externalId: 'queue-5' }), jenkins({ jobs: ['nightly'] }), false],
  [
    'our trigger, told by an integration that has nothing to do with it (S6)',
    pipeline(),
    jenkins({ triggerId: 'trigger-2', integrationId: 'ci-2' }),
    false,
  ],
  [
    'our run, told by an integration that has nothing to do with it (S6)',
    pipeline({ externalId: '12' }),
    github({ integrationId: 'ci-2' }),
    false,
  ],
  [
    'our address, told by an integration that has nothing to do with it (S6)',
    pipeline({ buildUrl: 'u' }),
    report({ buildUrl: 'u', integrationId: 'ci-2' }),
    false,
  ],
  [
    'a build that another item of the queue became (D3)',
    pipeline({ externalId: '7' }),
    jenkins({ queueId: '1007', buildNumber: '50' }),
    false,
  ],
  [
    'the build that our item of the queue became (D3)',
    pipeline({ externalId: '7' }),
    jenkins({ queueId: '7', buildNumber: '51' }),
    true,
  ],
  ['a run of another repository before ours is known (D6)', pipeline(), github({ repository: 'fork/app' }), false],
  ['a run of our repository, written in another case (D6)', pipeline(), github({ repository: 'Acme/App' }), true],
  [
    'our run in a repository that was renamed since',
    pipeline({ externalId: '12' }),
    github({ repository: 'acme/new' }),
    true,
  ],
  ['a report that names no job, from our integration', pipeline(), jenkins({ jobs: undefined }), true],
  ['a report that names no job, from our SCM', pipeline(), report({ integrationId: 'scm' }), false],
  ['a report that names nothing at all', pipeline(), report(), false],
  ['anything before a build was asked for', pipeline({ triggered: false }), jenkins({ triggerId: 'trigger-2' }), false],
];

describe('attributionOf', () => {
  it.each(cases)('%s', (_, known, told, expected) => {
    expect(attributionOf(known, source, told) !== undefined).toBe(expected);
  });
});

/** Of contradicting words about one run the better one counts, whichever comes first. */
const RANK = { PENDING: 0, RUNNING: 1, CANCELLED: 2, FAILED: 3, SUCCESS: 4 } as const;
const pairs = BUILD_STATUSES.flatMap((from) =>
  BUILD_STATUSES.flatMap((to) => (to === 'PENDING' ? [] : [[from, to] as const])),
);

describe('applyBuildReport', () => {
  it.each(pairs)('a build that is %s and reported %s moves forward or not at all', (from, to) => {
    const changes = applied(pipeline({ buildStatus: from }), report({ status: to }));
    expect(changes).toEqual(RANK[to] > RANK[from] ? { buildStatus: to } : undefined);
  });

  it('learns what the report tells beside', () => {
    const told = { buildNumber: '7', buildUrl: 'u', artifactUrl: 'a', buildLogUrl: 'l' };
    expect(applied(pipeline(), report({ status: 'SUCCESS', ...told }))).toEqual({
      buildStatus: 'SUCCESS',
      ...told,
    });
  });

  it('tells nothing new when it comes twice', () => {
    const told = report({ buildNumber: '7', buildUrl: 'u' });
    const known = pipeline({ buildStatus: 'RUNNING', buildNumber: '7', buildUrl: 'u' });
    expect(applied(known, told)).toBeUndefined();
  });

  it('learns a new log while the build runs', () => {
    const known = pipeline({ buildStatus: 'RUNNING', buildNumber: '7' });
    expect(applied(known, report({ buildNumber: '7', buildLogUrl: 'l' }))).toEqual({ buildLogUrl: 'l' });
  });

  it.each([
    [
      'a re-run of a failed build',
      { buildStatus: 'FAILED' },
      { attempt: 2 },
      { buildStatus: 'RUNNING', buildAttempt: 2 },
    ],
    ['that a re-run failed too', { buildStatus: 'FAILED' }, { status: 'FAILED', attempt: 2 }, { buildAttempt: 2 }],
    [
      'that an earlier run succeeded',
      { buildAttempt: 3 },
      { status: 'SUCCESS', attempt: 2 },
      { buildStatus: 'SUCCESS', buildAttempt: 2 },
    ],
    ['nothing of an earlier run', { buildAttempt: 3 }, { status: 'FAILED', attempt: 2 }, undefined],
    ['nothing of a re-run of what succeeded', { buildStatus: 'SUCCESS' }, { status: 'FAILED', attempt: 2 }, undefined],
    [
      'a rebuild of a failed build, without what that one left behind',
      { buildStatus: 'FAILED', buildNumber: '9', artifactUrl: 'a' },
      { buildNumber: '10', buildUrl: 'u' },
      { buildStatus: 'RUNNING', buildNumber: '10', buildUrl: 'u', artifactUrl: undefined, buildLogUrl: undefined },
    ],
  ] as const)('learns %s', (_, known, told, changes) => {
    const before = pipeline({ buildStatus: 'RUNNING', buildAttempt: 1, ...known });
    expect(applied(before, report(told))).toEqual(changes);
  });

  it('learns from a late report what nobody told since', () => {
    const known = pipeline({ buildStatus: 'SUCCESS', buildNumber: '7', buildUrl: 'of the queue' });
    const late = report({ buildNumber: '7', buildUrl: 'u', buildLogUrl: 'l', artifactUrl: 'a' });
    const changes = { buildUrl: 'u', buildLogUrl: 'l', artifactUrl: 'a' };
    expect(applied(known, late)).toEqual(changes);
    expect(applied({ ...known, ...changes }, { ...late, buildUrl: 'v', artifactUrl: 'b' })).toBeUndefined();
    expect(applied(known, { ...late, buildNumber: '6' })).toBeUndefined();
  });

  it('takes the id of a run that GitHub had not named', () => {
    const known = pipeline({ buildStatus: 'RUNNING', externalId: 'dispatch:trigger-2' });
    expect(applied(known, github())).toEqual({ externalId: '12', buildNumber: '7' });
  });

  it('leaves an id alone that is known or about to be', () => {
    expect(applied(pipeline({ externalId: '12' }), github())).not.toHaveProperty('externalId');
    expect(applied(pipeline(), github())).not.toHaveProperty('externalId');
  });
});

describe('bindBuild', () => {
  const answer = { externalId: '7', buildUrl: 'of the queue' };
  const foreign = report({ status: 'SUCCESS', queueId: '1007', buildNumber: '50', buildUrl: 'u50' });
  const told = (before: ReleasePipelineItem, one: BuildReport) =>
    ({ ...before, ...applyBuildReport(before, one, 'MAYBE') }) as ReleasePipelineItem;

  it('gives up a build of somebody else that was taken for ours before the answer (D3)', () => {
    const before = told(pipeline(), foreign);
    expect(before).toMatchObject({ buildStatus: 'SUCCESS', buildNumber: '50' });
    const bound = { ...before, ...bindBuild(before, answer) };
    expect(bound).toMatchObject({ buildStatus: 'RUNNING', externalId: '7', buildUrl: 'of the queue' });
    expect(bound.buildNumber).toBeUndefined();
  });

  it('keeps what was told of ours before the answer, although another came first (D3)', () => {
    const ours = report({ status: 'FAILED', queueId: '7', buildNumber: '51', buildUrl: 'u51' });
    const before = told(told(pipeline(), foreign), ours);
    expect({ ...before, ...bindBuild(before, answer) }).toMatchObject({ buildStatus: 'FAILED', buildNumber: '51' });
  });

  it('takes what the service answered where nobody told more', () => {
    const full = { ...answer, buildNumber: '51', commitSha: 'c0ffee1' };
    expect({ ...pipeline(), ...bindBuild(pipeline(), full) }).toMatchObject({ ...full, buildStatus: 'RUNNING' });
  });
});

describe('a job path', () => {
  it.each(['/mobile/ios-x/', 'mobile/ios-x', 'mobile//ios-x'])('%s is the same everywhere (D11)', (job) => {
    const jenkinsSource = { service: 'JENKINS', job, scmIntegrationId: 'scm' } as const;
    expect(attributionOf(pipeline(), jenkinsSource, jenkins({ jobs: ['mobile/ios-x'] }))).toBe('MAYBE');
  });
});

describe('wantBuild', () => {
  it('forgets everything about the last build but its number and id', () => {
    const ended = pipeline({
      buildStatus: 'FAILED',
      buildAttempt: 2,
      externalId: '12',
      buildNumber: '7',
      buildUrl: 'u',
      triggeredAt: 't',
    });
    const wanted = { ...ended, ...wantBuild(ended, 'trigger-3') };
    expect(wanted).toEqual({
      ...pipeline({ triggered: false, triggerId: 'trigger-3', lastBuildNumber: '7', lastExternalId: '12' }),
      triggeredAt: undefined,
      externalId: undefined,
      buildUrl: undefined,
      buildNumber: undefined,
      buildAttempt: undefined,
      artifactUrl: undefined,
      buildLogUrl: undefined,
    });
  });

  it('remembers the last number and id over a build that never got one', () => {
    const last = { lastBuildNumber: '7', lastExternalId: '12' };
    expect(wantBuild(pipeline(last), 'trigger-3')).toMatchObject(last);
  });
});
