// The error of a failed task for state machines, and how people read it.
import { describe, expect, it } from 'vitest';
import { integrationErrors } from '../../../../../entities/integrations/errors.ts';
import { asTaskError, taskFailure, wordsOf } from '../../../../../functions/_kit/workflow/task-failure.ts';

const NOW = Date.parse('2026-03-01T12:00:00Z');
const detail = 'GitHub answered 403';
/** As Lambda and Step Functions hand it on. */
const caught = (error: unknown) => {
  const { name, message } = error as Error;
  return { Error: name, Cause: JSON.stringify({ errorType: name, errorMessage: message, trace: [] }) };
};

describe('asTaskError', () => {
  it.each(['rate_limited', 'unavailable'] as const)('tells the time that a service states with %s (K16)', (name) => {
    const error = asTaskError(integrationErrors[name]({ detail, retryAfterSeconds: 149.5 }), NOW) as Error;
    expect(error.name).toBe('integration.wait_stated');
    expect(JSON.parse(error.message)).toEqual({
      seconds: 150,
      until: '2026-03-01T12:02:30.000Z',
      error: `integration.${name}`,
      message: detail,
    });
  });

  it.each([
    ['without a time', integrationErrors.rate_limited({ detail })],
    ['with none left', integrationErrors.unavailable({ detail, retryAfterSeconds: 0 })],
    ['of another kind', integrationErrors.refused({ detail, retryAfterSeconds: 9 })],
    ['of our own', new TypeError('x is not a function')],
  ])('is the error itself when it is one %s', (_label, error) => {
    expect(asTaskError(error, NOW)).toBe(error);
  });
});

describe('wordsOf', () => {
  it.each([
    ["a service's error", caught(integrationErrors.refused({ detail })), `integration.refused: ${detail}`],
    [
      'a stated time (K16)',
      caught(asTaskError(integrationErrors.rate_limited({ detail, retryAfterSeconds: 7200 }), NOW)),
      `integration.rate_limited: ${detail}. It asks to wait until 2026-03-01 14:00 UTC; retry after that.`,
    ],
    ['a timeout', { Error: 'States.Timeout', Cause: '' }, 'States.Timeout'],
    ['a failure sent without a cause', { Error: 'Rejected', Cause: null }, 'Rejected'],
    ['a failure sent without a name', { Error: null, Cause: 'no' }, 'States.TaskFailed: no'],
    ['an error in text', { Error: 'States.Runtime', Cause: 'no such path' }, 'States.Runtime: no such path'],
    ['a stated time that is none', { Error: 'integration.wait_stated', Cause: 'x' }, 'integration.wait_stated: x'],
  ])('says %s', (_label, failure, words) => {
    expect(wordsOf(taskFailure.parse(failure))).toBe(words);
  });

  it('has at most 500 characters', () => {
    expect(wordsOf({ Error: 'a', Cause: 'b'.repeat(600) })).toHaveLength(500);
  });
});
