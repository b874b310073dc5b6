// A service stays down, at every task that calls one: the release pauses within minutes and says why, retry carries on
// at that task once the service is back, and the effect exists once, even if an unanswered request made it.
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { TENANT_ID } from '../../support/release-world.ts';
import {
  type OutsideServer,
  type Outward,
  SERVICES,
  startOutsideServer,
} from '../../support/services/outside-server.ts';
import { actorsOf, type Situation } from '../lifecycle/lifecycle-actors.ts';
import { type Stage, startStage } from '../lifecycle/lifecycle-stage.ts';
import { type Down, type FailingOutside, failingOutside, kitOf } from './failing-outside.ts';

let server: OutsideServer;
let failing: FailingOutside;
let stage: Stage;
let actors: ReturnType<typeof actorsOf>;
const types = new Map<string, Outward>();

beforeAll(async () => {
  server = await startOutsideServer();
  failing = failingOutside(server, types);
  stage = await startStage({ outsideOf: failing.outsideOf, random: () => 0.999 });
  actors = actorsOf(stage);
});
afterEach(() => failing.fail(undefined));
afterAll(async () => {
  await stage.stop();
  await server.stop();
});

type Four = readonly [Outward, Outward, Outward, Outward];
const WITH_GITHUB: Four = ['GITHUB', 'GITHUB_ACTIONS', 'APP_STORE', 'JIRA'];
const WITH_GITLAB: Four = ['GITLAB', 'GITLAB_CI', 'PLAY_STORE', 'LINEAR'];
const WITH_BITBUCKET: Four = ['BITBUCKET', 'JENKINS', 'WEB', 'JIRA'];

const CUT: Situation = { release: { status: 'PENDING' } };
const EPICS: Situation = { release: { status: 'PENDING', branchSha: 'cut' } };
const TRIGGER: Situation = { release: { status: 'STARTED', branchSha: 'cut' } };
const SUBMIT: Situation = { release: { status: 'BUILD_SUBMITTED', regressionCycle: 1 }, builds: 'SUCCESS' };
const PUBLISH: Situation = { ...SUBMIT, targets: 'RELEASED' };

interface Row {
  readonly four: Four;
  readonly at: Situation;
  readonly down: RegExp;
  /** The request that is the effect. */
  readonly effect: RegExp;
  /** The text that its body holds, or for a commit its edit. */
  readonly words: (version: string) => string;
}

const at = (service: string) => new RegExp(`/_local/${service}/`);
const version = (text: string) => (value: string) => text.replace('VERSION', value);
const BRANCH = version('"release/VERSION"');
const TAG = version('"vVERSION"');
const NAME = version('"VERSION"');
const SUMMARY = version(' VERSION (');

const ROWS: Readonly<Record<string, Row>> = {
  'the branch at GitHub': {
    four: WITH_GITHUB,
    at: CUT,
    down: at('github'),
    effect: /^POST .*\/git\/refs /,
    words: version('"refs/heads/release/VERSION"'),
  },
  'the branch at GitLab': {
    four: WITH_GITLAB,
    at: CUT,
    down: at('gitlab'),
    effect: /^POST .*\/branches /,
    words: BRANCH,
  },
  'the branch at Bitbucket': {
    four: WITH_BITBUCKET,
    at: CUT,
    down: at('bitbucket'),
    effect: /^POST .*\/branches /,
    words: BRANCH,
  },
  'the epic in Jira': { four: WITH_GITHUB, at: EPICS, down: at('jira'), effect: /^POST .*\/issue /, words: SUMMARY },
  'the epic in Linear': {
    four: WITH_GITLAB,
    at: EPICS,
    down: at('linear'),
    effect: /^POST .*mutation WindlassCreateIssue/,
    words: SUMMARY,
  },
  'the build by GitHub Actions': {
    four: WITH_GITHUB,
    at: TRIGGER,
    down: /\/actions\//,
    effect: /^POST .*\/dispatches /,
    words: NAME,
  },
  'the build by GitLab CI': {
    four: WITH_GITLAB,
    at: TRIGGER,
    down: at('gitlab'),
    effect: /^POST .*\/pipeline /,
    words: NAME,
  },
  'the build by Jenkins': {
    four: WITH_BITBUCKET,
    at: TRIGGER,
    down: at('jenkins'),
    effect: /^POST .*\/buildWithParameters /,
    words: NAME,
  },
  'the version at the App Store': {
    four: WITH_GITHUB,
    at: SUBMIT,
    down: at('app-store'),
    effect: /^POST .*\/v1\/appStoreVersions /,
    words: NAME,
  },
  'the release at Google Play': {
    four: WITH_GITLAB,
    at: SUBMIT,
    down: at('play-store'),
    effect: /^POST .*:commit /,
    words: NAME,
  },
  'the deployment': { four: WITH_BITBUCKET, at: SUBMIT, down: at('web'), effect: /^POST .*\/deploy /, words: NAME },
  'the tag at GitHub': {
    four: WITH_GITHUB,
    at: PUBLISH,
    down: at('github'),
    effect: /^POST .*\/git\/refs /,
    words: version('"refs/tags/vVERSION"'),
  },
  'the page at GitHub': {
    four: WITH_GITHUB,
    at: PUBLISH,
    down: /\/releases/,
    effect: /^POST .*\/releases /,
    words: TAG,
  },
  'the tag at GitLab': { four: WITH_GITLAB, at: PUBLISH, down: at('gitlab'), effect: /^POST .*\/tags /, words: TAG },
  'the page at GitLab': {
    four: WITH_GITLAB,
    at: PUBLISH,
    down: /\/releases/,
    effect: /^POST .*\/releases /,
    words: TAG,
  },
  'the tag at Bitbucket': {
    four: WITH_BITBUCKET,
    at: PUBLISH,
    down: at('bitbucket'),
    effect: /^POST .*\/tags /,
    words: TAG,
  },
};

/** How often a service took the effect: what it refused or failed at is none, and a deployment told twice is one. */
function effectsOf({ four, effect, words }: Row, of: string): number {
  const taken = [...new Set(four.map((type) => SERVICES[type]))]
    .flatMap((service) => server.received(service))
    .filter(({ status }) => status < 300)
    .map(({ method, path, body }) => ({
      request: `${method} ${path} ${(body as { query?: string }).query ?? ''}`,
      holds: JSON.stringify(body).includes(words(of)),
    }));
  // The text of a commit was put into its edit before.
  const edits = taken.filter(({ request, holds }) => holds && request.startsWith('PUT '));
  const isOfEdit = (request: string) =>
    edits.some((edit) => request === edit.request.replace('PUT', 'POST').replace(/\/tracks\/\S*/, ':commit'));
  const effects = taken.filter(({ request, holds }) => effect.test(request) && (holds || isOfEdit(request)));
  return effect.test('POST /deploy ') ? Math.min(1, effects.length) : effects.length;
}

let versions = 0;
async function cutBranch(scmId: string, branch: string): Promise<void> {
  const scm = await failing.outsideOf(stage.world).scm(TENANT_ID, scmId);
  await scm.createBranch({ branch, from: 'main' });
}

/** The waits between the seven invocations of a task, drawn at their longest. */
const WAITS = [2, 4, 8, 16, 30, 30];

/** Lets time pass until the release pauses; answers it and how many seconds that took. */
async function untilPaused(id: string, began: number) {
  for (const wait of [...WAITS, 1]) {
    const { release } = await stage.stored(id);
    if (release.isPaused) return { release, seconds: (stage.world.clock.at - began) / 1000 };
    await stage.pass(wait);
  }
  throw new Error('the release does not pause');
}

/** And how many seconds the release takes to pause at most: attempts and waits. */
const HOWS: readonly (readonly [Down, number])[] = [
  ['answers 500', 160],
  ['dies', 160],
];
const OTHER_HOWS: readonly (readonly [Down, number])[] = [
  ['answers 422', 1],
  ['resets', 160],
  ['is silent', 330],
];
/** One task is as good as another for how else a service may be down. */
const FURTHER = ['the branch at GitHub', 'the epic in Linear', 'the version at the App Store'];
const CASES = Object.entries(ROWS).flatMap(([name, row]) =>
  [...HOWS, ...(FURTHER.includes(name) ? OTHER_HOWS : [])].map(([how, within]) => ({ name, row, how, within })),
);

describe('a release whose service is down', () => {
  it.each(CASES)('pauses within $within s at $name when it $how; retry carries on', async ({ row, how, within }) => {
    const kit = await kitOf(stage.world, server, types, row.four);
    const of = `9.${versions++}.0`;
    if (row.at !== CUT) await cutBranch(kit.scm, `release/${of}`);
    failing.fail({ how, requests: row.down, effect: row.effect });
    const began = stage.world.clock.at;
    const over = { version: of, targets: [kit.appStore], pipelines: [kit.iosPipeline], platforms: ['IOS'] };
    const id = await stage.release(over, actors.bring(row.at), kit);
    const { release, seconds } = await untilPaused(id, began);
    expect(release).toMatchObject({ status: row.at.release?.status, pauseReason: 'TASK_FAILURE' });
    expect(release.pauseError).toMatch(
      how === 'answers 422' ? /^integration\.refused: / : /^integration\.unavailable: /,
    );
    expect(seconds).toBeLessThan(within);
    expect(effectsOf(row, of)).toBe(how === 'dies' ? 1 : 0);

    failing.fail(undefined);
    expect((await stage.act(id, 'retry')).status).toBe(200);
    const after = (await stage.stored(id)).release;
    expect(after).toMatchObject({ isPaused: false });
    expect(after).not.toHaveProperty('pauseError');
    expect(effectsOf(row, of)).toBe(1);
    await stage.forget(id);
  });
});

it('a release that cannot list its commits pauses, and lists them when it is retried', async () => {
  const kit = await kitOf(stage.world, server, types, WITH_GITHUB);
  const of = `9.${versions++}.0`;
  await cutBranch(kit.scm, `release/${of}`);
  failing.fail({ how: 'answers 500', requests: at('github'), effect: /^$/ });
  const began = stage.world.clock.at;
  const over = { version: of, targets: [kit.appStore], pipelines: [kit.iosPipeline], platforms: ['IOS'] };
  const cycle = { status: 'REGRESSION_IN_PROGRESS', regressionCycle: 1 } as const;
  const id = await stage.release(over, actors.bring({ release: cycle, builds: 'SUCCESS' }), kit);
  const { release } = await untilPaused(id, began);
  expect(release).toMatchObject({ ...cycle, pauseReason: 'TASK_FAILURE' });
  failing.fail(undefined);
  await stage.act(id, 'retry');
  expect((await stage.stored(id)).release).toMatchObject({ ...cycle, isPaused: false, listedCycle: 1 });
});
