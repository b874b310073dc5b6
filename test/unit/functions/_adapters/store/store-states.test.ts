// The states that the clients of stores read: what a store says is a name of others.
import { describe, expect, it } from 'vitest';
import { toStatus as appStatus, stateOf } from '../../../../../functions/_adapters/app-store/app-store-status.ts';
import { toStatus } from '../../../../../functions/_adapters/play-store/play-store-track.ts';

describe.each(['constructor', 'toString', '__proto__', 'SOMETHING_NEW'])('a state that is called %s', (name) => {
  it('is one of being prepared at the App Store (S12)', () => {
    expect(stateOf(name)).toBe('NOT_SUBMITTED');
  });

  it('is one of being prepared at Google Play (S12)', () => {
    expect(toStatus({ status: name })).toEqual({ state: 'NOT_SUBMITTED', storeState: name });
  });
});

describe('a state in which a person is to act', () => {
  const inWords = (words: string) => expect.stringContaining(words);

  it('is said where App Review waits for the answer about encryption (W-missed)', () => {
    const version = { versionString: '1.5.0', appVersionState: 'WAITING_FOR_EXPORT_COMPLIANCE' };
    const leftToDo = inWords('export compliance');
    expect(appStatus({ id: 'v1', attributes: version }, undefined)).toMatchObject({ state: 'IN_REVIEW', leftToDo });
  });

  it('is said of a draft at Google Play (W-missed, K22)', () => {
    const leftToDo = inWords('release it in the Play Console');
    expect(toStatus({ status: 'draft' })).toEqual({ state: 'NOT_SUBMITTED', storeState: 'draft', leftToDo });
  });
});
