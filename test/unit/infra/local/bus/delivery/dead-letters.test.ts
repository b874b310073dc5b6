// Deliveries that are given up: when, and what their dead letters say.
import { describe, expect, it } from 'vitest';
import { AwsError } from '../../../../../../infra/local/contracts.ts';
import {
  BusFixture,
  DEAD_LETTER_ARN,
  entryOf,
  failing,
  RULE_ARN,
  ruleOf,
  START,
  TARGET,
  TARGET_ARN,
  withTarget,
} from '../bus-fixture.ts';

describe('a delivery that is given up', () => {
  const attributes = {
    RULE_ARN,
    TARGET_ARN,
    ERROR_CODE: 'SDK_CLIENT_ERROR',
    ERROR_MESSAGE: 'down',
    EXHAUSTED_RETRY_CONDITION: 'MaximumRetryAttempts',
    RETRY_ATTEMPTS: '2',
  };

  it('becomes a dead letter with the event and the reasons when its attempts are used up', async () => {
    const rules = withTarget({
      inputPath: '$.detail',
      retry: { maximumRetryAttempts: 2, maximumEventAgeSeconds: 86_400 },
    });
    const fixture = new BusFixture({ rules, deliver: failing() });

    fixture.put(entryOf({ n: 7 }));
    await fixture.settle();

    expect(fixture.deadLetters).toEqual([
      { queueArn: DEAD_LETTER_ARN, payload: expect.objectContaining({ version: '0', detail: { n: 7 } }), attributes },
    ]);
    expect(fixture.bus.pendingDeliveries()).toBe(0);
  });

  it('has one attempt where no retry is wanted', async () => {
    const rules = withTarget({ retry: { maximumRetryAttempts: 0, maximumEventAgeSeconds: 86_400 } });
    const fixture = new BusFixture({ rules, deliver: failing(new AwsError('TooManyRequestsException', 'slow down')) });

    fixture.put(entryOf());
    await fixture.bus.runDue();

    expect(fixture.deadLetters[0]?.attributes).toMatchObject({
      ERROR_CODE: 'TooManyRequestsException',
      RETRY_ATTEMPTS: '0',
    });
  });

  it('is tried a last time at its age limit', async () => {
    const rules = withTarget({ retry: { maximumRetryAttempts: 185, maximumEventAgeSeconds: 60 } });
    const fixture = new BusFixture({ rules, deliver: failing() });

    fixture.put(entryOf());
    await fixture.settle(100);

    expect(fixture.now - START).toBe(60_000);
    expect(fixture.deadLetters[0]?.attributes).toMatchObject({
      EXHAUSTED_RETRY_CONDITION: 'MaximumEventAgeInSeconds',
      RETRY_ATTEMPTS: '9',
    });
  });

  it.each([
    ['ResourceNotFoundException', 'NO_RESOURCE'],
    ['AccessDeniedException', 'NO_PERMISSIONS'],
  ])('is given up at once on %s', async (code, expected) => {
    const fixture = new BusFixture({ deliver: failing(new AwsError(code, 'no')) });

    fixture.put(entryOf());
    await fixture.bus.runDue();

    expect(fixture.deadLetters[0]?.attributes).toEqual({
      RULE_ARN,
      TARGET_ARN,
      ERROR_CODE: expected,
      ERROR_MESSAGE: 'no',
      RETRY_ATTEMPTS: '0',
    });
  });

  it('is given up at once when its template does not give JSON', async () => {
    const rules = withTarget({ inputTransformer: { inputPathsMap: { n: '$.detail.n' }, inputTemplate: 'n is <n>' } });
    const fixture = new BusFixture({ rules });

    fixture.put(entryOf());
    await fixture.bus.runDue();

    expect(fixture.deadLetters[0]?.attributes.ERROR_CODE).toBe('INVALID_JSON');
  });

  it('is offered to the dead-letter queue until that takes it', async () => {
    const failures = [true, true];
    const fixture = new BusFixture({
      deliver: failing(new AwsError('ResourceNotFoundException', 'gone')),
      deadLetter: () => {
        if (failures.pop()) throw new Error('full');
      },
    });

    fixture.put(entryOf());
    await fixture.settle();

    expect(fixture.deadLetters).toHaveLength(1);
    expect(fixture.deadLetters[0]?.attributes.RETRY_ATTEMPTS).toBe('0');
  });

  it('is dropped with a line in the log where the target has no dead-letter queue', async () => {
    const { deadLetterArn: _none, ...target } = TARGET;
    const fixture = new BusFixture({
      rules: [ruleOf({ targets: [target] })],
      deliver: failing(new AwsError('ResourceNotFoundException', 'gone')),
    });

    fixture.put(entryOf());
    await fixture.bus.runDue();

    expect([fixture.bus.pendingDeliveries(), fixture.deadLetters.length]).toEqual([0, 0]);
    expect(fixture.log).toEqual([expect.stringMatching(/^bus: gave up .* gone$/)]);
  });
});
