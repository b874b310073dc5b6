// The effects of a release outside, beyond the demo's own judgement: the counts of a release to which nothing happens, and its thread
// in Slack: one parent message that ends with how the release stands, and everything else of that channel below it.
import type { Counts } from '../../../infra/local/demo/counts.ts';
import type { Effect, Facts, Request } from '../../../infra/local/demo/expectations.ts';
import { isAsExpected, readInbox } from '../../../infra/local/demo/outcome.ts';
import { until } from '../stack.ts';

/** A release with two builds and two targets to which nothing happens. */
export const PLAIN: Counts = {
  builds: { github: 1, jenkins: 1 },
  epics: 2,
  appStore: 1,
  playStore: { 100: 1 },
  slack: {
    'Release created': 1,
    'Kicked off': 1,
    'Build triggered': 2,
    'Build succeeded': 2,
    'Regression started': 1,
    'Approval wanted': 1,
    'Regression signed off': 1,
    Submitted: 2,
    'Target released': 2,
    Released: 1,
  },
};

interface Message {
  readonly channel: string;
  readonly text: string;
  readonly thread_ts?: string;
}

const to = (items: readonly Request[], method: string): Message[] =>
  items.filter(({ service, path }) => service === 'slack' && path.endsWith(method)).map(({ body }) => body as Message);

/** The number of parent messages, of threads, and whether the parent says RELEASED, each expected once. Pure. */
export function threadEffects(items: readonly Request[], { releaseKey }: Pick<Facts, 'releaseKey'>): readonly Effect[] {
  const posted = to(items, '/chat.postMessage');
  const isParent = ({ text }: Message) => text.startsWith(`${releaseKey}: `);
  const parents = posted.filter(isParent);
  const channel = parents[0]?.channel;
  const ours = posted.filter(({ text }) => text.split('\n')[0]?.endsWith(`: ${releaseKey}`));
  const beside = ours.filter((message) => message.channel === channel);
  const threads = new Set(beside.map(({ thread_ts }) => thread_ts));
  const last = [...parents, ...to(items, '/chat.update').filter(isParent)].at(-1);
  const effect = (what: string, seen: number): Effect => ({ service: 'slack', what, seen, expected: 1 });
  return [
    effect('parent message', parents.length),
    effect('thread below it', threads.has(undefined) ? 0 : threads.size),
    effect('parent says Released', last?.text === `${releaseKey}: Released` ? 1 : 0),
  ];
}

/** Waits until each release has its one thread; throws the last effects when time is up. */
export async function awaitThreads(url: string, all: readonly Facts[]): Promise<void> {
  const effects = async () => {
    const accepted = (await readInbox(url)).filter(({ status }) => status === 200);
    return all.flatMap((facts) => threadEffects(accepted, facts));
  };
  await until(effects, isAsExpected);
}
