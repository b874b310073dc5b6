// The thread of a release in Slack: one parent message that says how the release stands in the end, and everything else that
// was said of it in that channel below it.
import type { Effect, Facts } from './expectations.ts';
import type { Request } from './inbox.ts';

interface Message {
  readonly channel: string;
  readonly text: string;
  readonly thread_ts?: string;
}

const to = (items: readonly Request[], method: string): Message[] =>
  items.filter(({ service, path }) => service === 'slack' && path.endsWith(method)).map(({ body }) => body as Message);

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
