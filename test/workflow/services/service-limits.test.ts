// A service whose limit is used up, with real clients and the patience of a task: nothing is asked before the time it stated,
// and the release carries on then without anybody.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type OutsideServer, type Outward, startOutsideServer } from '../../support/services/outside-server.ts';
import { actorsOf } from '../lifecycle/lifecycle-actors.ts';
import { type Stage, startStage } from '../lifecycle/lifecycle-stage.ts';
import { type FailingOutside, failingOutside, kitOf } from './failing-outside.ts';

let server: OutsideServer;
let failing: FailingOutside;
let stage: Stage;
const types = new Map<string, Outward>();
beforeAll(async () => {
  server = await startOutsideServer();
  failing = failingOutside(server, types);
  stage = await startStage({ outsideOf: failing.outsideOf, random: () => 0.999 });
});
afterAll(async () => {
  await stage.stop();
  await server.stop();
});

const WAIT = 150;
type Headers = (resetsAt: number, now: number) => Record<string, string>;
const LIMITS: readonly (readonly [string, Outward, string, number, Headers])[] = [
  [
    "GitHub's limit",
    'GITHUB',
    'github',
    403,
    (resetsAt) => ({ 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(resetsAt / 1000) }),
  ],
  [
    "GitHub's secondary limit",
    'GITHUB',
    'github',
    403,
    (resetsAt, now) => ({ 'retry-after': String((resetsAt - now) / 1000), 'x-ratelimit-remaining': '4000' }),
  ],
  [
    "GitLab's limit",
    'GITLAB',
    'gitlab',
    429,
    (resetsAt) => ({ 'ratelimit-remaining': '0', 'ratelimit-reset': String(resetsAt / 1000) }),
  ],
  [
    "Bitbucket's repair",
    'BITBUCKET',
    'bitbucket',
    503,
    (resetsAt) => ({ 'retry-after': new Date(resetsAt).toUTCString() }),
  ],
];

it.each(LIMITS)('%s is waited for by the state machine (K16)', async (_label, scm, service, status, headersOf) => {
  const actors = actorsOf(stage);
  const kit = await kitOf(stage.world, server, types, [scm, 'JENKINS', 'WEB', 'JIRA']);
  const { clock } = stage.world;
  // The stand-ins' clock moves with what they make.
  clock.at = Math.ceil(Math.max(clock.at, server.clock.now) / 1000) * 1000;
  const began = clock.at;
  const resetsAt = began + WAIT * 1000;
  failing.fail({
    how: 'answers 422',
    requests: new RegExp(`/_local/${service}/`),
    effect: /^$/,
    answer: (now) => (now < resetsAt ? { status, headers: headersOf(resetsAt, now) } : undefined),
  });
  const over = { version: `7.${types.size}.0`, targets: [kit.appStore], pipelines: [kit.iosPipeline] };
  const id = await stage.release(over, actors.bring({ release: { status: 'PENDING' } }), kit);
  for (let seconds = 0; seconds < WAIT; seconds += 10) await stage.pass(10);
  const before = failing.asks.filter((at) => at < resetsAt);
  expect(before).toEqual([began]);
  expect((await stage.stored(id)).release).toMatchObject({ status: 'STARTED', isPaused: false });
  await stage.forget(id);
  failing.fail(undefined);
});
