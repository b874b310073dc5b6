// The CI systems of a storm: each starts builds when it is asked, decides their fate by their name alone, and sends
// events in its own shape. The fate of a build is the same in every run, however its events travel.
import type { PipelineClient, TriggeredBuild } from '../../../functions/_adapters/adapter.ts';
import { dice } from '../../support/dice.ts';
import type { Network } from './storm-network.ts';
import { type Build, type Sender, SYSTEMS, startedBuild } from './storm-senders.ts';

/** AGAIN fails and is run again where it was built; HANGS does not end before another build is wanted. */
export type Fate = 'SUCCESS' | 'FAILED' | 'CANCELLED' | 'AGAIN' | 'HANGS';

/** In a row, after which a build succeeds. */
const MOST_FAILURES = 2;

function fateByName(name: string): Fate {
  const seed = [...name].reduce((sum, letter) => Math.imul(sum, 31) + letter.charCodeAt(0), 7);
  const [, thrown = 0] = Array.from({ length: 2 }, dice(seed));
  if (thrown < 0.6) return 'SUCCESS';
  if (thrown < 0.85) return 'FAILED';
  return thrown < 0.9 ? 'CANCELLED' : 'AGAIN';
}

interface Pipeline {
  count: number;
  failures: number;
  successes: number;
  last?: { readonly build: Build; readonly fate: Fate };
}

export type StormCi = ReturnType<typeof createStormCi>;

export function createStormCi(network: Network) {
  const pipelines = new Map<string, Pipeline>();
  /** Names of builds by our ids of the wishes for them, in the order of the calls. */
  const triggers: [triggerId: string, build: string][] = [];
  /** Addresses of the builds that were run again: the failure before it may be overtaken. */
  const again = new Set<string>();
  const pipelineOf = (branch: string, sender: Sender): Pipeline => {
    const key = `${branch} ${sender}`;
    const known = pipelines.get(key) ?? { count: 0, failures: 0, successes: 0 };
    pipelines.set(key, known);
    return known;
  };

  function fateOf({ name, release, sender }: Build, { failures, successes }: Pipeline): Fate {
    // GitLab knows the number of a build that it starts: a cycle that gives one up keeps it.
    if (sender === 'gitlab' && successes === 1 && failures === 0 && release % 2 === 0) return 'HANGS';
    const fate = failures === MOST_FAILURES ? 'SUCCESS' : fateByName(name);
    return fate === 'AGAIN' && SYSTEMS[sender].runAgain === undefined ? 'FAILED' : fate;
  }

  function tell(build: Build, fate: Fate): void {
    const { begin, end, runAgain } = SYSTEMS[build.sender];
    const ends = { SUCCESS: 'SUCCESS', FAILED: 'FAILED', CANCELLED: 'CANCELLED', AGAIN: 'FAILED' } as const;
    network.send([
      ...begin(build),
      ...(fate === 'HANGS' ? [] : end(build, ends[fate])),
      ...(fate === 'AGAIN' ? (runAgain?.(build) ?? []) : []),
    ]);
  }

  function trigger(sender: Sender, branch: string, triggerId: string): TriggeredBuild {
    const pipeline = pipelineOf(branch, sender);
    const { last } = pipeline;
    if (last?.fate === 'HANGS') network.send(SYSTEMS[sender].end(last.build, 'SUCCESS'));
    pipeline.count += 1;
    const build = startedBuild(sender, branch, triggerId, pipeline.count);
    const fate = fateOf(build, pipeline);
    const isGood = fate === 'SUCCESS' || fate === 'AGAIN';
    pipeline.failures = isGood ? 0 : pipeline.failures + 1;
    pipeline.successes += Number(isGood || fate === 'HANGS');
    pipeline.last = { build, fate };
    triggers.push([triggerId, build.name]);
    if (fate === 'AGAIN') again.add(SYSTEMS[sender].urlOf(build));
    tell(build, fate);
    return SYSTEMS[sender].answer(build);
  }

  return {
    triggers,
    again,
    fateOfLast: (branch: string, sender: Sender): Fate | undefined => pipelineOf(branch, sender).last?.fate,
    client: (sender: Sender): PipelineClient => ({
      verify: async () => 'fine',
      trigger: async ({ branch, triggerId }) => trigger(sender, branch, triggerId),
      status: async () => undefined,
    }),
  };
}
