// The states that the clients of stores read: what a store says is a name of others.
import { describe, expect, it } from 'vitest';
import { stateOf } from '../../../../../functions/_adapters/app-store/app-store-status.ts';
import { toStatus } from '../../../../../functions/_adapters/play-store/play-store-track.ts';

describe.each(['constructor', 'toString', '__proto__', 'SOMETHING_NEW'])('a state that is called %s', (name) => {
  it('is one of being prepared at the App Store (S12)', () => {
    expect(stateOf(name)).toBe('NOT_SUBMITTED');
  });

  it('is one of being prepared at Google Play (S12)', () => {
    expect(toStatus({ status: name })).toEqual({ state: 'NOT_SUBMITTED', storeState: name });
  });
});
