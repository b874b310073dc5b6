// The command `npm run demo`: boots the whole stack on a free port in a fresh directory and plays side by side a planned release, a hotfix
// that overtakes it, and promotions to two environments. Exits 0 only if both are RELEASED and everything happened as it should.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HOTFIX, PLANNED, PROMOTED } from './demo/counts.ts';
import { countTransitions, readMetrics } from './demo/figures.ts';
import { type LocalStack, startStack } from './demo/local-stack.ts';
import { createMarks } from './demo/marks.ts';
import { notificationEffect } from './demo/notification-log.ts';
import { awaitOutcomes, factsOf, isAsExpected } from './demo/outcome.ts';
import { signIn } from './demo/players/people.ts';
import { type Crew, createCrew } from './demo/promotions/agents.ts';
import { drivePromotions } from './demo/promotions/drive.ts';
import { promotionEffects } from './demo/promotions/effects.ts';
import { publishImages } from './demo/promotions/places.ts';
import { driveBase, driveOvertaking } from './demo/release-driver.ts';
import { differences, effectTable, promotionTable, row, statusTable } from './demo/report.ts';
import { openScene } from './demo/scene.ts';
import { createTimeline, mayColour } from './demo/timeline.ts';
import { consoleOf, readCredentials } from './seed/credentials.ts';
import { SIGN_IN } from './seed/sample-people.ts';

const USAGE = `Usage: npm run demo -- [options]

  Boots Windlass on this machine and plays side by side: a PLANNED release with a failed build, a rejected submission
  and a second regression cycle; a HOTFIX that overtakes it; and what is PROMOTED to staging and production by two
  agents, with the approval of two people, a canary that takes itself back, and evidence that is verified offline.
  Shows what happened, and what it cost. Needs nothing but npm. For a stack with more sample data, use: npm start

  --open        keeps the stack up after the end, until Ctrl-C, to look around in the console
  --help        this text`;

const RIGHT = `Both RELEASED, the hotfix first, and everybody heard of it once. Two agents deployed, a canary took itself back, and the
evidence of it is intact.`;
const WHAT_NEXT = `To look around yourself:  npm start   keeps the stack up, with its console, sample data and these stand-ins.
Then follow "A tour of the API" in README.md.`;

const PLOT = { service: 'payments-app', versions: { base: '1.4.0', planned: '1.5.0', hotfix: '1.4.1' } };
const NOTIFICATION_PATIENCE_MS = 15_000;
/** For a machine that is slow. */
const STEP_PATIENCE_MS = 60_000;
const TICK_MS = 500;
/** One release at a time needs few functions at once. */
const WARM = ['--warm', '8'];

/** The files of agents, their hosts and the auditor are in `data`, too. */
async function play(stack: LocalStack, data: string, crew: Crew, timeline: DemoTimeline): Promise<boolean> {
  const { sides, across } = timeline;
  const [left, middle, right] = sides;
  const scene = await openScene({ credentials: await signIn(readCredentials(data)), patienceMs: STEP_PATIENCE_MS });
  across.say(
    'Dev, a developer, Lena, the lead, and Ada, the admin, sign in with their passwords; CI has its token',
    'plain',
  );
  const { base, planned: version, hotfix: fixed } = PLOT.versions;
  const componentId = await publishImages(scene, [base, fixed]);
  const plot = { ...PLOT, components: [{ componentId }] };
  const before = `${base}, the release before`;
  await driveBase(plot, scene, { ...across, say: (text, tone) => across.say(`${before}: ${text}`, tone) });

  const start = await readMetrics(stack.url);
  const live = `${consoleOf(readCredentials(data))}/releases/${PLOT.service}@${version}`;
  across.say(`watch it live: ${live} (${SIGN_IN})`, 'plain');
  timeline.head();
  const marks = createMarks();
  const promoting = { service: PLOT.service, versions: { base, hotfix: fixed }, componentId, crew, folder: data };
  const [{ planned, hotfix }, promoted] = await Promise.all([
    driveOvertaking(plot, scene, { planned: left, hotfix: middle }, marks),
    drivePromotions(promoting, scene, marks, right),
  ]);
  across.say('both are RELEASED; Slack takes one message a second of a channel', 'good');
  const expected = [factsOf(planned, PLANNED), factsOf(hotfix, HOTFIX), factsOf(hotfix, PROMOTED)];
  const seen = await awaitOutcomes(stack.url, expected, NOTIFICATION_PATIENCE_MS, (effects) => {
    const left = effects.flat().reduce((sum, effect) => sum + Math.max(0, effect.expected - effect.seen), 0);
    across.awaits(`messages and comments, ${left} of them`);
  });
  across.awaits('every message is noted as sent');
  const end = await readMetrics(stack.url);
  const [ofPlanned = [], ofHotfix = [], ofPromoted = []] = seen;
  const releases = [
    { title: 'PLANNED', ...planned, effects: [...ofPlanned, await notificationEffect(scene, planned.id)] },
    { title: 'HOTFIX', ...hotfix, effects: [...ofHotfix, await notificationEffect(scene, hotfix.id)] },
  ] as const;
  const { promotions } = promoted;
  const all = [
    ...releases,
    { title: 'PROMOTED', effects: [...ofPromoted, ...(await promotionEffects(scene, promoted))] },
  ];
  const driven = promotions.flatMap(({ id, deploymentId }) => [id, deploymentId]);
  const transitions = [[planned.id], [hotfix.id], driven].map((ids) => countTransitions(stack.url, ids));
  const isRight = all.every(({ effects }) => isAsExpected(effects));
  across.say(isRight ? 'everything arrived' : 'not everything arrived as it should', isRight ? 'good' : 'bad');

  const lines = [
    ...['', ...statusTable(releases), '', ...promotionTable('PROMOTED', promotions), '', ...effectTable(all), ''],
    row('state transitions', ...(await Promise.all(transitions))),
    row('events on the bus, of all', '', '', end.events - start.events),
    row('table write units, of all', '', '', end.writeUnits - start.writeUnits),
    row('table read units, of all', '', '', end.readUnits - start.readUnits),
    '',
  ];
  console.log(lines.join('\n'));
  for (const difference of differences(all)) console.log(`NOT AS EXPECTED  ${difference}`);
  const isFirst = hotfix.release.releaseDate < planned.release.releaseDate;
  if (!isFirst) console.log('NOT AS EXPECTED  the hotfix is not the first one out');
  return isRight && isFirst && [planned, hotfix].every(({ release }) => release.status === 'RELEASED');
}

/** The stack is a process of the same terminal: Ctrl-C ends both. */
async function keepOpen(data: string): Promise<void> {
  console.log(`\nconsole  ${consoleOf(readCredentials(data))}  ${SIGN_IN}\nThe stack stays up until Ctrl-C.`);
  // A promise alone does not keep the process alive, but the stack's pipes do.
  await new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, resolve);
  });
}

const openTimeline = () => {
  const { base, planned, hotfix } = PLOT.versions;
  return createTimeline({
    write: (line) => console.log(line),
    now: Date.now,
    columns: [`PLANNED ${planned}`, `HOTFIX ${hotfix}`, `PROMOTED ${base}, then ${hotfix}`],
    isColoured: mayColour(process.stdout.isTTY, process.env),
  });
};
type DemoTimeline = ReturnType<typeof openTimeline>;

async function run(isOpen: boolean): Promise<boolean> {
  const data = mkdtempSync(join(tmpdir(), 'windlass-demo-'));
  const timeline = openTimeline();
  const clock = setInterval(() => timeline.tick(), TICK_MS);
  let stack: LocalStack | undefined;
  let crew: Crew | undefined;
  try {
    const { across } = timeline;
    const boots = (line: string) => {
      across.say(line, 'plain');
      across.awaits('the stack is ready');
    };
    boots('booting: table, bus, queues, state machines, functions, stand-ins for the outside world');
    crew = createCrew(data);
    stack = await startStack(data, 0, (line) => /synth/.test(line) && boots(line), WARM);
    across.say(`ready at ${stack.url}`, 'plain');
    const isRight = await play(stack, data, crew, timeline);
    if (isRight) console.log(`${RIGHT}\n\n${WHAT_NEXT}`);
    clearInterval(clock);
    if (isOpen) await keepOpen(data);
    return isRight;
  } finally {
    clearInterval(clock);
    crew?.kill();
    await stack?.stop();
    rmSync(data, { recursive: true, force: true });
  }
}

async function main([flag]: readonly string[]): Promise<number> {
  if (flag === '--help') {
    console.log(USAGE);
    return 0;
  }
  if (flag !== undefined && flag !== '--open') {
    console.error(`windlass: ${flag} is not an option (--help shows the options)`);
    return 2;
  }
  return (await run(flag === '--open')) ? 0 : 1;
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  console.error(`windlass: ${(error as Error).message}`);
  process.exitCode = 1;
}
