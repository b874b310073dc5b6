// The clock of the stage as functions are told it, and the wait for a moment at which it may move.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { createClock } from '../../../../infra/local/clock.ts';
import { createInvoker } from '../../../../infra/local/lambda/invoker.ts';
import { temporaryDirectory } from '../../../support/scratch/temporary-directory.ts';

/** A clock, and an invoker whose function does `body`. */
function setUp(body: string) {
  const clock = createClock();
  const data = temporaryDirectory();
  const codeDirectory = join(data, 'code');
  mkdirSync(codeDirectory);
  writeFileSync(join(codeDirectory, 'index.mjs'), `export const handler = async (event, context) => { ${body} };`);
  const fn = { logicalId: 'Fn', name: 'fn', arn: 'arn:fn', handler: 'index.handler', roleArn: 'arn:role' };
  const functions = [{ ...fn, codeDirectory, environment: {}, timeoutSeconds: 5, memoryMb: 128 }];
  const url = 'http://127.0.0.1:1';
  const invoker = createInvoker({ functions, url, data, clockOffset: clock.offset, verbose: false, log: () => {} });
  onTestFinished(() => invoker.stop());
  const invoke = async () => {
    const result = await invoker.invoke('fn', {});
    if (!result.ok) throw new Error(result.errorMessage);
    return result.payload as unknown as Told;
  };
  return { clock, invoker, invoke };
}

interface Told {
  readonly now: readonly number[];
  readonly given: readonly number[];
  readonly is: readonly boolean[];
  readonly left: number;
}

const TOLD = `return {
  now: [Date.now(), new Date().getTime(), Date.parse(Date())],
  given: [new Date(0).getTime(), new Date('2026-03-01').getTime(), Date.UTC(2026, 2)],
  is: [new Date() instanceof Date, new Date().constructor === Date],
  left: context.getRemainingTimeInMillis(),
};`;
const MONTH_MS = 30 * 86_400_000;

test('functions are told it before and after it moves; their deadlines keep the time of the machine', async () => {
  const { clock, invoke } = setUp(TOLD);
  for (const offset of [0, -MONTH_MS, 0]) {
    const wanted = Date.now() + offset;
    clock.set(offset === 0 ? undefined : wanted);
    const { now, given, is, left } = await invoke();
    const march = Date.UTC(2026, 2);
    expect({ given, is }).toEqual({ given: [0, march, march], is: [true, true] });
    for (const told of [...now, clock.now()]) expect(Math.abs(told - wanted)).toBeLessThan(10_000);
    expect(left).toBeGreaterThan(0);
    expect(left).toBeLessThanOrEqual(5000);
  }
});

test('an invoker is idle when what it runs has ended, and for a while', async () => {
  const { invoke, invoker } = setUp('await new Promise((done) => setTimeout(done, 300));');
  const ended: string[] = [];
  const running = invoke().then(() => ended.push('invocation'));
  await invoker.idle();
  ended.push('idle');
  await running;
  expect(ended).toEqual(['invocation', 'idle']);
});
