// App Store Connect's news of a version: which states mean something, and that names of prototypes are none.
import { describe, expect, it } from 'vitest';
import { appStoreVersion } from '../../../../../entities/releases/reports/app-store.reader.ts';

const news = (newValue: string) => ({
  data: { attributes: { newValue }, relationships: { instance: { data: { type: 'appStoreVersions', id: 'v1' } } } },
});

describe('a state of a version', () => {
  it.each([
    ['READY_FOR_DISTRIBUTION', 'RELEASED'],
    ['IN_REVIEW', undefined],
    ['toString', undefined],
    ['constructor', undefined],
    ['__proto__', undefined],
  ])('%s means %s (S12)', (state, status) => {
    expect(appStoreVersion.read(news(state))?.status).toBe(status);
  });
});
