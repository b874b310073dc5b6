// The answer of a task that is put off, the error of one that failed, and how people read it.
import { describe, expect, it } from 'vitest';
import { integrationErrors } from '../../../../../entities/integrations/errors.ts';
import { answerOf, taskFailure, wordsOf } from '../../../../../functions/_kit/workflow/task.ts';

const NOW = Date.parse('2026-03-01T12:00:00Z');
const detail = 'GitHub answered 403';
const failing = (error: Error) => () => Promise.reject(error);
const thrownBy = (error: Error) => answerOf(failing(error), false, NOW).catch((thrown: unknown) => thrown);
/** As Lambda and Step Functions hand it on. */
const caught = (error: unknown) => {
  const { name, message } = error as Error;
  return { Error: name, Cause: JSON.stringify({ errorType: name, errorMessage: message, trace: [] }) };
};
const stated = integrationErrors.rate_limited({ detail, retryAfterSeconds: 7200 });

describe('answerOf', () => {
  it.each([
    [{ step: 'START' }, { step: 'START' }],
    [undefined, null],
  ])('is the answer of the task: %j', async (answer, expected) => {
    expect(await answerOf(async () => answer, true, NOW)).toEqual(expected);
  });

  it.each(['rate_limited', 'unavailable'] as const)(
    'puts it off as long as a service states with %s (K16)',
    async (name) => {
      const error = integrationErrors[name]({ detail, retryAfterSeconds: 149.5 });
      const Cause = `${detail}. It asks to wait until 2026-03-01 12:02 UTC; retry after that.`;
      expect(await answerOf(failing(error), true, NOW)).toEqual({
        putOff: { seconds: 150, message: detail, error: { Error: `integration.${name}`, Cause } },
      });
    },
  );

  it('puts it off without a time while a service is busy', async () => {
    expect(await answerOf(failing(integrationErrors.busy({ detail })), true, NOW)).toEqual({
      putOff: { seconds: 0, message: detail, error: { Error: 'integration.busy', Cause: detail } },
    });
  });

  it.each([
    ['without a time', integrationErrors.rate_limited({ detail })],
    ['with none left', integrationErrors.unavailable({ detail, retryAfterSeconds: 0 })],
    ['of another kind', integrationErrors.refused({ detail, retryAfterSeconds: 9 })],
    ['of our own', new TypeError('x is not a function')],
  ])('throws an error %s', async (_label, error) => {
    await expect(answerOf(failing(error), true, NOW)).rejects.toBe(error);
  });

  it.each([
    ['busy', integrationErrors.busy({ detail }), 'integration.busy', detail],
    ['a stated time', stated, stated.code, `${detail}. It asks to wait until 2026-03-01 14:00 UTC; retry after that.`],
  ])('throws %s in full words when the machine cannot wait', async (_label, error, name, message) => {
    expect(await thrownBy(error)).toMatchObject({ name, message });
  });
});

describe('wordsOf', () => {
  it.each([
    ["a service's error", caught(integrationErrors.refused({ detail })), `integration.refused: ${detail}`],
    ['a timeout', { Error: 'States.Timeout', Cause: '' }, 'States.Timeout'],
    ['an error in text', { Error: 'States.Runtime', Cause: 'no such path' }, 'States.Runtime: no such path'],
    ['a failure sent without a cause', { Error: 'Rejected', Cause: null }, 'Rejected'],
    ['a failure sent without a name', { Error: null, Cause: 'no' }, 'States.TaskFailed: no'],
  ])('says %s', (_label, failure, words) => {
    expect(wordsOf(taskFailure.parse(failure))).toBe(words);
  });

  it('says the stated time (K16)', async () => {
    expect(wordsOf(caught(await thrownBy(stated)))).toBe(
      `integration.rate_limited: ${detail}. It asks to wait until 2026-03-01 14:00 UTC; retry after that.`,
    );
  });

  it('has at most 500 characters', () => {
    expect(wordsOf({ Error: 'a', Cause: 'b'.repeat(600) })).toHaveLength(500);
  });
});
