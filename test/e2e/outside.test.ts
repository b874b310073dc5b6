// The outside world fails: of all calls to all services three in ten are refused for a while, broken, lost or never answered,
// before the service did what it was asked or after. Releases of every mix of integrations get through, and every effect
// happens once. `npm run test:faults`: a good quarter of an hour on two cores that do nothing else, most of it for messages that
// wait for their turn in one Slack channel.
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { JsonObject } from '../../infra/local/contracts.ts';
import { driveMix, type Ended } from '../support/releases/mixed-driver.ts';
import { inboxOf, wrongIn } from '../support/releases/mixed-outcome.ts';
import { connectMixes, MIXES, type Mix, type MixIds } from '../support/releases/release-mix.ts';
import { startTestStack, type TestStack } from '../support/stack.ts';

const SERVICES = [
  ...['github', 'gitlab', 'bitbucket', 'jenkins', 'app-store', 'play-store', 'web', 'slack', 'ses', 'jira', 'linear'],
];
const RATE = { rate: 0.3 };
const FAULTS: Readonly<Record<string, JsonObject>> = {
  'being told to slow down': { ...RATE, status: 429, retryAfter: 1 },
  'an error': { ...RATE, status: 500 },
  'a broken connection': { ...RATE, reset: true },
  silence: { ...RATE, timeout: true },
};
/** The effect exists but its answer is lost. Amazon SES cannot be asked for its mails: such a mail comes twice. */
const LOST_ANSWERS: readonly JsonObject[] = [
  { ...RATE, status: 502, after: true },
  { ...RATE, reset: true, after: true },
  { ...RATE, timeout: true, after: true },
];
const WITHOUT_ANSWERS_LOST = ['ses'];

const FIFTY = MIXES.filter((_, index) => index % 6 !== 5);
/** How long nothing may happen to a release, and how long its messages may wait in line: a channel takes one a second. */
const PATIENCE_MS = 300_000;
const LINE_MS = 1_200_000;
/** All in one moment are more than a small machine has threads for: functions would run into their time limits. */
const APART_MS = 1_000;

let stack: TestStack;
let ids: MixIds;
beforeAll(async () => {
  stack = await startTestStack();
  ids = await connectMixes(stack.url, stack.as('admin'));
}, 300_000);
afterAll(() => stack?.remove());

const failBy = (faultOf: (service: string, index: number) => JsonObject) =>
  Promise.all(SERVICES.map((service, index) => stack.fault(service, faultOf(service, index))));

/** One beside the other. Answers what did not become of them as it should, which is nothing. */
async function release(mixes: readonly Mix[], major: number): Promise<{ notReleased: Ended[]; wrong: string[] }> {
  const drive = async (mix: Mix, index: number) => {
    await pause(index * APART_MS);
    return driveMix(stack, ids, mix, `${major}.${index}.0`, PATIENCE_MS);
  };
  const all = await Promise.all(mixes.map(drive));
  const notReleased = all.filter(({ release: { status } }) => status !== 'RELEASED');
  for (const deadline = Date.now() + LINE_MS; ; await pause(5_000)) {
    const { items } = (await (await fetch(`${stack.url}/_local/web/_releases`)).json()) as { items: object[] };
    const inbox = inboxOf(await stack.inbox('limit=1000000'), items);
    const wrong = all.flatMap((one) => wrongIn(inbox, one));
    // Late messages may still come; duplicates have come already.
    const isHopeless = notReleased.length > 0 || wrong.some((text) => !text.endsWith(': 0'));
    if (wrong.length === 0 || isHopeless || Date.now() > deadline) return { notReleased, wrong };
  }
}
const AS_IT_SHOULD = { notReleased: [], wrong: [] };

describe('releases among services that fail three times in ten', () => {
  it(
    'each in its own way, which changes all the time: 50 of 50 end RELEASED, and everything happened once',
    async () => {
      let turn = 0;
      const change = () => {
        turn += 1;
        return failBy((service, index) => {
          const ways = [...Object.values(FAULTS), ...(WITHOUT_ANSWERS_LOST.includes(service) ? [] : LOST_ANSWERS)];
          return ways[(turn + index) % ways.length] ?? {};
        });
      };
      await change();
      const changing = setInterval(() => void change().catch(() => undefined), 5_000);
      try {
        expect(await release(FIFTY, 7)).toEqual(AS_IT_SHOULD);
      } finally {
        clearInterval(changing);
      }
    },
    2 * LINE_MS,
  );

  it.each(Object.keys(FAULTS).map((name, index) => [name, index] as const))(
    'by %s: 10 of 10 end RELEASED, and everything happened once',
    async (name, index) => {
      await failBy(() => FAULTS[name] ?? {});
      const ten = MIXES.filter((_, place) => place % 6 === index);
      expect(await release(ten, 8 + index)).toEqual(AS_IT_SHOULD);
    },
    2 * LINE_MS,
  );
});
