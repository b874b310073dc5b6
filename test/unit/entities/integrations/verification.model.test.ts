// The next check of an integration: within a day, spread over an hour; and the errors that are checked again.
import { describe, expect, it } from 'vitest';
import { newId } from '../../../../entities/_base/ids.ts';
import { integrationErrors } from '../../../../entities/integrations/errors.ts';
import { mayPass, nextCheckAt } from '../../../../entities/integrations/verification.model.ts';

const createdAt = '2026-03-01T12:00:00.000Z';
const AT = Date.parse(createdAt);
const HOUR = 3_600_000;

describe('nextCheckAt', () => {
  const item = { integrationId: newId(AT), createdAt };

  it('counts from the last verification, or the creation, and is the same whenever it is asked', () => {
    const lastVerifiedAt = '2026-03-04T12:00:00.000Z';
    const [first, later] = [nextCheckAt(item), nextCheckAt({ ...item, lastVerifiedAt })];
    expect(Date.parse(later) - Date.parse(first)).toBe(3 * 24 * HOUR);
    expect(nextCheckAt(item)).toBe(first);
  });

  it('spreads 10,000 of one moment over an hour, a few a second, none later than a day', () => {
    const waits = Array.from(
      { length: 10_000 },
      () => Date.parse(nextCheckAt({ integrationId: newId(AT), createdAt })) - AT,
    );
    const seconds = new Map<number, number>();
    for (const wait of waits) {
      const second = Math.floor(wait / 1000);
      seconds.set(second, (seconds.get(second) ?? 0) + 1);
    }
    expect(Math.min(...waits)).toBeGreaterThan(23 * HOUR);
    expect(Math.max(...waits)).toBeLessThanOrEqual(24 * HOUR);
    expect(Math.max(...seconds.values())).toBeLessThan(20);
  });
});

describe('mayPass', () => {
  it.each(Object.values(integrationErrors).map((make) => make()))('$code', (error) => {
    const passing = ['integration.unavailable', 'integration.rate_limited', 'integration.reply_invalid'];
    expect(mayPass(error)).toBe(passing.includes(error.code));
  });
});
