// Running plays: steps in order, plays that wait for each other, and failures that say which step did not happen and how the
// release stands.
import { describe, expect, it } from 'vitest';
import { createMarks, type Marks } from '../../../../../infra/local/demo/marks.ts';
import type { Reply, Scene } from '../../../../../infra/local/demo/scene.ts';
import { type At, runPlay, type Step } from '../../../../../infra/local/demo/steps.ts';

const STARTED = { id: 'r1', releaseKey: 'app@1.5.0', status: 'STARTED', isPaused: false };

/** A scene in which a release answers these, one after the other, the last for ever. */
function sceneOf(answers: readonly Reply[], patienceMs = 30): { scene: Scene; asked: string[] } {
  const left = [...answers];
  const asked: string[] = [];
  const call = async (method: string, path: string) => {
    asked.push(`${method} ${path}`);
    return { status: 200, body: left.length > 1 ? left.shift() : left[0] };
  };
  const must = async () => ({ items: [{ action: 'release.created' }], nextCursor: null });
  return { scene: { developer: { call, must }, patienceMs } as unknown as Scene, asked };
}
const created: Step = { what: 'the release is created', act: async () => STARTED, line: 'created' };

async function run(
  steps: readonly Step[],
  answers: readonly Reply[],
  marks: Marks = createMarks(),
  name = 'PLANNED',
  patienceMs?: number,
) {
  const said: string[] = [];
  const { scene } = sceneOf(answers, patienceMs);
  const audience = { say: (text: string) => void said.push(text), awaits: () => {} };
  return { driven: await runPlay({ name, steps: [created, ...steps] }, scene, marks, audience), said };
}

describe('a play', () => {
  it('says each step when the release shows that it has happened', async () => {
    const until = ({ status }: Reply) => status === 'RELEASED';
    const released = { ...STARTED, status: 'RELEASED' };
    const steps = [{ what: 'it is released', until, line: ({ status }: Reply) => `now ${status}` }];
    const { driven, said } = await run(steps, [STARTED, STARTED, released]);
    expect(said).toEqual(['created', 'now RELEASED']);
    expect(driven).toEqual({ id: 'r1', release: released, activity: [{ action: 'release.created' }] });
  });

  it('that does not go on says which step did not happen, and how the release stands', async () => {
    const stuck = {
      ...STARTED,
      blockedBy: { releaseKey: 'app@1.4.1' },
      pipelines: [{ buildStatus: 'RUNNING', integration: { name: 'Jenkins' } }],
      targets: [{ targetStatus: 'APPROVED', rolloutError: 'It only grows.', integration: { name: 'Play Store' } }],
    };
    await expect(run([{ what: 'the build ends', until: () => false }], [stuck])).rejects.toThrow(
      'PLANNED: "the build ends": it did not happen within 0.03 s; app@1.5.0 is STARTED, held back by app@1.4.1, ' +
        'Jenkins RUNNING, Play Store APPROVED (It only grows.)',
    );
  });

  it('may read something else than the release, and waits until that has happened', async () => {
    const found = [undefined, { items: [] }, { items: ['packet'] }];
    const reads = async ({ release, params }: At) => {
      expect([release.id, params]).toEqual(['r1', { release: 'r1' }]);
      return found.shift();
    };
    const step = {
      what: 'evidence is there',
      reads,
      until: ({ items }: Reply) => items.length > 0,
      line: ({ items }: Reply) => `${items.length} packet`,
    };
    const { said } = await run([step], [STARTED], createMarks(), 'PROMOTED', 5_000);
    expect([said, found]).toEqual([['created', '1 packet'], []]);
  });

  it('whose reading fails says so', async () => {
    const reads = async () => {
      throw new Error('the promotion is REJECTED: No digest is known of api.');
    };
    await expect(run([{ what: 'it is deployed', reads }], [STARTED])).rejects.toThrow(
      'PLANNED: "it is deployed": the promotion is REJECTED: No digest is known of api.; app@1.5.0 is STARTED',
    );
  });

  it('whose release pauses says why', async () => {
    const paused = { ...STARTED, isPaused: true, pauseReason: 'TASK_FAILURE', pauseError: 'no such branch' };
    await expect(run([{ what: 'the branch is cut', until: () => false }], [STARTED, paused])).rejects.toThrow(
      '"the branch is cut": the release paused; app@1.5.0 is STARTED, paused by TASK_FAILURE: no such branch',
    );
  });

  it('whose player fails says so', async () => {
    const act = async () => {
      throw new Error('404 release.pipeline_not_found');
    };
    await expect(run([{ what: 'a build is asked for', act }], [STARTED])).rejects.toThrow(
      'PLANNED: "a build is asked for": 404 release.pipeline_not_found; app@1.5.0 is STARTED',
    );
  });
});

describe('plays beside each other', () => {
  it('wait for each other', async () => {
    const marks = createMarks();
    const order: string[] = [];
    const note = (what: string, more: Partial<Step>): Step => ({
      what,
      act: async () => void order.push(what),
      ...more,
    });
    await Promise.all([
      run([note('planned waits', { after: 'hotfix is out' })], [STARTED], marks),
      run([note('hotfix goes first', { mark: 'hotfix is out' })], [STARTED], marks, 'HOTFIX'),
    ]);
    expect(order).toEqual(['hotfix goes first', 'planned waits']);
  });

  it('end when one of them fails, with what that one failed with', async () => {
    const marks = createMarks();
    const failing = run([{ what: 'never', until: () => false }], [STARTED], marks, 'HOTFIX');
    const waiting = run([{ what: 'waits', after: 'hotfix is out' }], [STARTED], marks);
    const late = failing.catch(() => run([{ what: 'begins late', after: 'hotfix is out' }], [STARTED], marks));
    for (const play of [failing, waiting, late]) await expect(play).rejects.toThrow('HOTFIX: "never"');
  });
});
