// Runs a play, a list of steps as data, against the API. A step may be repeated, and it reads the state that it waits for from
// the release alone, so that the runtime may be killed and restarted at any moment.
import type { Marks } from './marks.ts';
import { allOf, type OfRelease, POLL_MS, pause, type Reply, type Scene } from './scene.ts';

/** Between two looks at anything but the release. */
const LONG_POLL_MS = 200;

export type Tone = 'plain' | 'good' | 'bad';

/** Where a step is: its scene, and the release as it was when the step began; undefined before it is created. */
export interface At {
  readonly scene: Scene;
  readonly release: Reply;
  /** Of the release's routes. */
  readonly params: OfRelease;
}

type OfLists = 'GET /releases/{release}/regression-cycles';

export interface Step {
  /** The name of the step; an error names it when the step did not happen. */
  readonly what: string;
  /** The mark of another play that comes first. */
  readonly after?: string;
  /** The action of others than Windlass. The first step answers the release. */
  readonly act?: (at: At) => Promise<Reply>;
  /** By what the release shows that it has happened. */
  readonly until?: (release: Reply) => boolean;
  /** The list that `until` and `line` read instead of the release, or the function that finds what they read; undefined: not yet. */
  readonly reads?: OfLists | ((at: At) => Promise<Reply | undefined>);
  /** The line that reports the step; none by default. */
  readonly line?: string | ((seen: Reply) => string);
  readonly tone?: Tone;
  /** The mark that other plays may wait for. */
  readonly mark?: string;
}

/** Hears how a play goes on. */
export interface Audience {
  say(text: string, tone: Tone): void;
  /** `what` will happen next. */
  awaits(what: string): void;
}

export interface Play {
  /** In errors. */
  readonly name: string;
  readonly steps: readonly Step[];
}

export interface DrivenRelease {
  readonly id: string;
  readonly release: Reply;
  /** Newest first. */
  readonly activity: readonly Reply[];
}

export const pipelineOf = (release: Reply, type: 'JENKINS' | 'GITHUB_ACTIONS'): Reply =>
  release.pipelines.find(({ integration }: Reply) => integration?.type === type);

export const targetOf = (release: Reply, type: 'APP_STORE' | 'PLAY_STORE'): Reply =>
  release.targets.find(({ integration }: Reply) => integration?.type === type);

/** How a release that does not go on stands; the rest of it is long. */
function stateOf(release: Reply): string {
  if (release === undefined) return 'there is no release yet';
  const { releaseKey, status, isPaused, pauseReason, pauseError, blockedBy, pipelines = [], targets = [] } = release;
  const parts = [...pipelines, ...targets].map(
    ({ integration, buildStatus, targetStatus, rolloutError }: Reply) =>
      `${integration?.name} ${buildStatus ?? targetStatus}${rolloutError ? ` (${rolloutError})` : ''}`,
  );
  const held = blockedBy ? [`held back by ${blockedBy.releaseKey}`] : [];
  const paused = isPaused ? [`paused by ${pauseReason}: ${pauseError ?? ''}`] : [];
  return `${releaseKey} is ${[status, ...paused, ...held, ...parts].join(', ')}`;
}

/** Plays to the end; throws when a step takes longer than the scene's patience, or another play of `marks` has failed. */
export async function runPlay(
  { name, steps }: Play,
  scene: Scene,
  marks: Marks,
  audience: Audience,
): Promise<DrivenRelease> {
  let release: Reply;
  const params = (): OfRelease => ({ release: String(release?.id) });

  /** The release, or the list of it; undefined while that cannot be read. */
  async function read(list: OfLists | undefined): Promise<Reply | undefined> {
    const [own, other] = await Promise.all([
      scene.developer.call('GET /releases/{release}', { params: params() }),
      list === undefined ? undefined : scene.developer.call(list, { params: params() }),
    ]);
    if (own.status === 200) release = own.body;
    const seen = other ?? own;
    return seen.status === 200 ? seen.body : undefined;
  }

  async function look({ reads, until }: Step): Promise<Reply> {
    const deadline = Date.now() + scene.patienceMs;
    const isOther = typeof reads === 'function';
    for (;;) {
      marks.assertGoing();
      const seen = isOther ? await reads({ scene, release, params: params() }) : await read(reads);
      if (seen !== undefined && (until?.(seen) ?? true)) return seen;
      if (release.isPaused) throw new Error('the release paused');
      if (Date.now() > deadline) throw new Error(`it did not happen within ${scene.patienceMs / 1000} s`);
      await pause(isOther ? LONG_POLL_MS : POLL_MS);
    }
  }

  async function run(step: Step): Promise<void> {
    audience.awaits(step.what);
    if (step.after !== undefined) await marks.reached(step.after);
    const answer = await step.act?.({ scene, release, params: params() });
    release ??= answer;
    const seen = release === undefined ? undefined : await look(step);
    const { line, tone = 'plain' } = step;
    if (line !== undefined) audience.say(typeof line === 'string' ? line : line(seen), tone);
    if (step.mark !== undefined) marks.reach(step.mark);
  }

  for (const step of steps) {
    try {
      await run(step);
    } catch (error) {
      const failure = new Error(`${name}: "${step.what}": ${(error as Error).message}; ${stateOf(release)}`);
      marks.fail(failure);
      throw failure;
    }
  }
  return { id: release.id, release, activity: await allOf(scene, 'GET /releases/{release}/activity', params()) };
}
