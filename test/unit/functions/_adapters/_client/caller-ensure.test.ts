// Effects that must happen once: the looks for an earlier effect, the attempts, and the end of the attempts.
import { describe, expect, it } from 'vitest';
import { integrationErrors } from '../../../../../entities/integrations/errors.ts';
import { type Effect, ensure } from '../../../../../functions/_adapters/_client/caller.ts';
import type { Outbound } from '../../../../../functions/_adapters/adapter.ts';

const LOST = integrationErrors.unavailable();
const LATER = integrationErrors.unavailable({ retryAfterSeconds: 7 });
const REFUSED = integrationErrors.refused();
const SLOW_DOWN = integrationErrors.rate_limited();

type Attempt = 'made' | Error;

/** A service that has these answers to attempts, and shows what it did at the looks of these numbers. */
async function run(attempts: readonly Attempt[], shownAt: readonly number[], more: Partial<Effect<string>> = {}) {
  const steps: string[] = [];
  const waits: (number | undefined)[] = [];
  let looks = 0;
  let made = 0;
  const outbound: Outbound = {
    request: async () => {
      throw new Error('nothing is asked here');
    },
    patience: () => ({
      async again(leastMs) {
        waits.push(leastMs);
        return waits.length < 4;
      },
    }),
  };
  const effect: Effect<string> = {
    async find() {
      looks += 1;
      steps.push('look');
      return shownAt.includes(looks) ? 'found' : undefined;
    },
    async make() {
      const attempt = attempts[Math.min(made, attempts.length - 1)] as Attempt;
      made += 1;
      steps.push('make');
      if (attempt instanceof Error) throw attempt;
      return attempt;
    },
    ...more,
  };
  const outcome = await ensure(effect, outbound).catch((error: { code: string }) => error.code);
  return { outcome, steps: steps.join(' '), waits };
}

const cases: [string, readonly Attempt[], readonly number[], Partial<Effect<string>>, string, string][] = [
  ['what is there', ['made'], [1], {}, 'found', 'look'],
  ['what is not there', ['made'], [], {}, 'made', 'look make'],
  ['what nobody has tried before', ['made'], [], { mayExist: false }, 'made', 'make'],
  ['a lost answer', [LOST], [2], {}, 'found', 'look make look'],
  ['a lost request', [LOST, 'made'], [], {}, 'made', 'look make look make'],
  ['a lost answer of the first attempt ever', [LOST], [1], { mayExist: false }, 'found', 'make look'],
  ['what somebody makes meanwhile', [REFUSED], [2], {}, 'found', 'look make look'],
  ['a refusal', [REFUSED], [], {}, 'integration.refused', 'look make look'],
  ['a refusal of the first attempt ever', [REFUSED], [1], { mayExist: false }, 'integration.refused', 'make'],
  ['a refusal of the second attempt', [LOST, REFUSED], [2], { mayExist: false }, 'found', 'make look make look'],
  ['a service that asks to slow down', [SLOW_DOWN], [], {}, 'integration.rate_limited', 'look make'],
  ['a bug', [new TypeError('bug')], [], {}, undefined as never, 'look make'],
  ['a service that stays down', [LOST], [], {}, 'integration.unavailable', 'look make '.repeat(4).trim()],
];

describe('an effect that is ensured', () => {
  it.each(cases)('%s', async (_, attempts, shownAt, more, outcome, steps) => {
    expect(await run(attempts, shownAt, more)).toMatchObject({ outcome, steps });
  });

  it.each([
    ['at once', LOST, 0, undefined],
    ['when the service shows what it did', LOST, 5_000, 5_000],
    ['when the service wants to be asked', LATER, 5_000, 7_000],
  ])('is looked for again %s', async (_, error, showsAfterMs, expected) => {
    expect((await run([error, 'made'], [], { showsAfterMs })).waits).toEqual([expected]);
  });

  it('is tried once where there is no patience', async () => {
    let made = 0;
    const make = async () => {
      made += 1;
      throw LOST;
    };
    const outbound = { request: async () => Promise.reject(LOST) };
    await expect(ensure({ find: async () => undefined, make }, outbound)).rejects.toBe(LOST);
    expect(made).toBe(1);
  });
});
