// Outgoing HTTP with retries: the requests that are repeated, the waits, and the failures that are left to the task's own retry.
import { describe, expect, it } from 'vitest';
import { integrationErrors } from '../../../../../entities/integrations/errors.ts';
import { createPatientOutbound } from '../../../../../functions/_adapters/_client/patient-outbound.ts';
import type { Outbound, OutboundReply, OutboundRequest } from '../../../../../functions/_adapters/adapter.ts';

type Answer = number | Error | { readonly status: number; readonly retryAfter: string };
const LOST = integrationErrors.unavailable();
const REFUSED = integrationErrors.address_refused();

const replyOf = (answer: Exclude<Answer, Error>): OutboundReply =>
  typeof answer === 'number'
    ? { status: answer, headers: {}, text: '', json: undefined }
    : { status: answer.status, headers: { 'retry-after': answer.retryAfter }, text: '', json: undefined };

/** A service that gives these answers in turn, each `tookMs` after it was asked. */
function service(answers: readonly Answer[], tookMs = 0, invocationMs = Number.POSITIVE_INFINITY) {
  const asked: OutboundRequest[] = [];
  const waits: number[] = [];
  let clock = 0;
  const unreliable: Outbound = {
    async request(request) {
      const answer = answers[Math.min(asked.length, answers.length - 1)] as Answer;
      asked.push(request);
      clock += tookMs;
      if (answer instanceof Error) throw answer;
      return replyOf(answer);
    },
  };
  const outbound = createPatientOutbound(unreliable, {
    patienceMs: 24_000,
    leftMs: () => invocationMs - clock,
    now: () => clock,
    random: () => 0.5,
    async pause(ms) {
      waits.push(ms);
      clock += ms;
    },
  });
  const ask = (method: OutboundRequest['method'], more: Partial<OutboundRequest> = {}) =>
    outbound.request({ method, url: 'http://service.example/', ...more }).then(
      ({ status }) => status,
      (error) => error.code,
    );
  return { ask, asked, waits, patience: () => outbound.patience?.() };
}

const cases: [string, OutboundRequest['method'], readonly Answer[], number | string, number][] = [
  ['a success', 'GET', [200], 200, 1],
  ['a refusal', 'GET', [404, 200], 404, 1],
  ['a GET that failed', 'GET', [503, 200], 200, 2],
  ['a GET that got no answer', 'GET', [LOST, 200], 200, 2],
  ['a PUT that got no answer', 'PUT', [LOST, 204], 204, 2],
  ['a DELETE that failed', 'DELETE', [500, 204], 204, 2],
  ['a POST that was told to slow down', 'POST', [429, 201], 201, 2],
  ['a POST that failed, and may have had its effect', 'POST', [500, 201], 500, 1],
  ['a POST that got no answer', 'POST', [LOST, 201], 'integration.unavailable', 1],
  ['a PATCH that failed', 'PATCH', [502, 200], 502, 1],
  ['an address that may not be called', 'GET', [REFUSED, 200], 'integration.address_refused', 1],
  ['a service that stays down', 'GET', [503], 503, 6],
  ['a service that stays away', 'GET', [LOST], 'integration.unavailable', 6],
  ['a service that has had enough of us', 'POST', [429], 429, 6],
];

describe('a patient caller', () => {
  it.each(cases)('%s: %s', async (_, method, answers, outcome, attempts) => {
    const { ask, asked } = service(answers);
    expect(await ask(method)).toBe(outcome);
    expect(asked).toHaveLength(attempts);
  });

  it('repeats a PATCH that its client says may be repeated', async () => {
    const { ask, asked } = service([502, 200]);
    expect(await ask('PATCH', { isRepeatable: true })).toBe(200);
    expect(asked).toHaveLength(2);
  });

  it('waits longer each time', async () => {
    const { ask, waits } = service([500]);
    await ask('GET');
    expect(waits).toEqual([250, 500, 1000, 2000, 4000]);
  });

  it('waits as long as it is asked to', async () => {
    const { ask, waits } = service([{ status: 429, retryAfter: '2' }, 200]);
    expect(await ask('POST')).toBe(200);
    expect(waits).toEqual([2125]);
  });

  it('waits as long as the documentation of a service says when its answer states no time (K16)', async () => {
    const { ask, waits } = service([429, 200]);
    expect(await ask('POST', { usualWaitOf: () => 3 })).toBe(200);
    expect(waits).toEqual([3125]);
  });

  it('leaves a longer wait to the caller', async () => {
    const { ask, waits } = service([{ status: 429, retryAfter: '60' }, 200]);
    expect(await ask('GET')).toBe(429);
    expect(waits).toEqual([]);
  });

  it('begins no attempt when its patience is over', async () => {
    const { ask, asked } = service([LOST], 9000);
    expect(await ask('GET')).toBe('integration.unavailable');
    expect(asked).toHaveLength(3);
  });

  it('gives attempts that may be repeated less time at first, and the others their full time', async () => {
    const { ask, asked } = service([LOST]);
    await ask('GET');
    await ask('POST');
    const limits = [3000, 3000, 4000, 6000, 10_000, 10_000, 10_000];
    expect(asked.map(({ timeoutMs }) => timeoutMs)).toEqual(limits);
  });

  it.each([
    ['GET', 2_999, 0],
    ['GET', 3_000, 1],
    ['POST', 9_999, 0],
    ['POST', 10_000, 1],
  ] as const)('begins no %s that may last longer than the %i ms that are left', async (method, left, attempts) => {
    const { ask, asked } = service([200], 0, left);
    expect(await ask(method)).toBe(attempts === 1 ? 200 : 'integration.unavailable');
    expect(asked).toHaveLength(attempts);
  });

  it('does not wait for an attempt that there will be no time for', async () => {
    const { ask, asked, waits } = service([LOST], 2_000, 6_000);
    expect(await ask('GET')).toBe('integration.unavailable');
    expect([asked.length, waits]).toEqual([2, [250]]);
  });

  it('has the same patience for what its caller tries again', async () => {
    const { patience, waits } = service([200]);
    const { again } = patience() ?? {};
    const answers = [];
    for (let attempt = 1; attempt <= 6; attempt += 1) answers.push(await again?.(attempt === 1 ? 5_000 : undefined));
    expect(answers).toEqual([true, true, true, true, true, false]);
    expect(waits).toEqual([5_125, 500, 1000, 2000, 4000]);
  });
});
