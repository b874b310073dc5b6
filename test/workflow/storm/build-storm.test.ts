// CI's reports come twice, late and in any order: releases built by five kinds of senders, with failed builds, re-runs,
// rebuilds, builds given up and a store that rejects, end in exactly the state of an undisturbed run, and nobody is
// told of a build twice or never. `npm run test:faults` does it with 10,000 events.
import { beforeAll, describe, expect, it } from 'vitest';
import { runStorm } from './storm.ts';
import { createNetwork, type Network } from './storm-network.ts';

const [EVENTS, RELEASES] = process.env.WINDLASS_FAULTS === undefined ? [600, 4] : [10_000, 56];
const SEED = 20_260_301;

type Outcome = Awaited<ReturnType<typeof runStorm>>;
let network: Network;
let undisturbed: Outcome;
let disturbed: Outcome;
beforeAll(async () => {
  const calm = createNetwork();
  undisturbed = await runStorm(RELEASES, calm);
  network = createNetwork({ seed: SEED });
  disturbed = await runStorm(RELEASES, network);
  expect(network.counts.sent).toBe(calm.counts.sent);
}, 900_000);

const twice = (texts: readonly string[]) => texts.filter((text, index) => texts.indexOf(text) !== index);

describe(`${EVENTS} events of CI, a fifth of them twice and a fifth late`, () => {
  it('are that many', () => {
    const { sent, twice: doubled, late } = network.counts;
    expect(sent).toBeGreaterThanOrEqual(EVENTS);
    expect([doubled / sent, late / sent].map((share) => Math.round(share * 20) / 20)).toEqual([0.2, 0.2]);
  });

  it('leave exactly the stored state of the undisturbed run', () => {
    expect(disturbed.state.length).toBeGreaterThan(RELEASES * 20);
    expect(disturbed.state).toEqual(undisturbed.state);
  });

  it('have the same effects outside, and start no build twice', () => {
    expect(disturbed.calls).toEqual(undisturbed.calls);
    expect(twice(disturbed.calls.filter((call) => call.startsWith('build ')))).toEqual([]);
  });

  it('are told of as without disturbance: no end of a build twice, none missing', () => {
    expect(disturbed.told).toEqual(undisturbed.told);
    expect(twice(disturbed.told.filter((text) => /^Build(Succeeded|Failed) /.test(text)))).toEqual([]);
  });

  it('wake every workflow when there is something to do, to its end', () => {
    expect(disturbed.executions).toEqual(Array.from({ length: RELEASES }, () => 'SUCCEEDED'));
  });
});
