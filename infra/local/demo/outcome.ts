// The effects of releases on the outside world, read from the inbox of the stand-ins: how often each was seen and how
// often it should be. The demo judges by it, and so do tests of whole releases.
import { fetchWithPatience } from '../seed/patience.ts';
import type { Counts, Messages } from './counts.ts';
import { type Effect, expectations, type Facts, type Request } from './expectations.ts';
import { type DrivenRelease, targetOf } from './steps.ts';

export interface OutcomeOf extends Facts {
  readonly counts: Counts | Messages;
}

/** The facts by which a driven release is known in the outside world, and what is expected of it. */
export function factsOf({ release }: Pick<DrivenRelease, 'release'>, counts: OutcomeOf['counts']): OutcomeOf {
  const { version, releaseKey, iOSEpicId, androidEpicId } = release;
  const epics = [iOSEpicId, androidEpicId].filter((key) => key !== undefined);
  const reviewSubmissionId = targetOf(release, 'APP_STORE')?.submissionId;
  return { version, releaseKey, epics, counts, reviewSubmissionId };
}

export async function readInbox(url: string): Promise<readonly Request[]> {
  const reply = await fetchWithPatience(`${url}/_local/inbox?limit=100000`, {});
  return ((await reply.json()) as { items: Request[] }).items;
}

/** Accepted requests only: what a service refused or was told to fail had no effect. */
const isAccepted = ({ status, body }: Request): boolean =>
  status >= 200 && status < 300 && (body as { ok?: unknown } | null)?.ok !== false;

/** Judges what the stand-ins were sent. Pure. */
export function judge(inbox: readonly Request[], { counts, ...facts }: OutcomeOf): readonly Effect[] {
  const items = inbox.filter(isAccepted);
  return expectations(facts, counts).map(({ service, what, expected, method, path, isSuch }) => {
    const isOf = (item: Request) => item.service === service && item.method === method && path.test(item.path);
    return { service, what, seen: items.filter((item) => isOf(item) && isSuch(item, items)).length, expected };
  });
}

export const isAsExpected = (effects: readonly Effect[]): boolean =>
  effects.every(({ seen, expected }) => seen === expected);

const POLL_MS = 250;

/**
 * Waits until every effect of every release has been seen as often as expected; answers what was seen when it was, or when
 * nothing more had come for `patienceMs`. `onLook` hears of each look.
 */
export async function awaitOutcomes(
  url: string,
  all: readonly OutcomeOf[],
  patienceMs: number,
  onLook: (effects: readonly (readonly Effect[])[]) => void = () => {},
): Promise<readonly (readonly Effect[])[]> {
  let deadline = Date.now() + patienceMs;
  let before = 0;
  for (;;) {
    const inbox = await readInbox(url);
    const effects = all.map((of) => judge(inbox, of));
    onLook(effects);
    const seen = effects.flat().reduce((sum, effect) => sum + effect.seen, 0);
    if (seen > before) deadline = Date.now() + patienceMs;
    before = seen;
    if (effects.every(isAsExpected) || Date.now() > deadline) return effects;
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}
