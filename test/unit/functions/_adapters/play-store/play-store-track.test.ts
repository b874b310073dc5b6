// Which release of a Google Play track is meant, and what stays beside it.
import { describe, expect, it } from 'vitest';
import {
  besides,
  findRelease,
  saysAnother,
  saysVersion,
} from '../../../../../functions/_adapters/play-store/play-store-track.ts';

const release = (name: string | undefined, code: string, status = 'completed') => ({
  ...(name !== undefined && { name }),
  versionCodes: [code],
  status,
});

describe('saysVersion', () => {
  it.each([
    ['1.5.0', '1.5.0', true],
    ['157 (1.5.0)', '1.5.0', true],
    ['v1.5.0', '1.5.0', true],
    ['Release 1.5.0.', '1.5.0', true],
    ['shop-1.5.0', '1.5.0', true],
    ['157 (1.5.0)', '1.5.0+157', true],
    ['157 (1.5.0-rc.1)', '1.5.0-rc.1', true],
    ['1.5.10', '1.5.1', false],
    ['11.5.1', '1.5.1', false],
    ['1.5.1.2', '1.5.1', false],
    ['2.1.5.1', '1.5.1', false],
    ['1.5.1-rc.1', '1.5.1', false],
    ['1.5.1+2', '1.5.1', false],
    ['1x5x1', '1.5.1', false],
    [undefined, '1.5.1', false],
  ])('%s says %s: %s (K8)', (name, version, expected) => {
    expect(saysVersion(name, version)).toBe(expected);
  });

  it.each([
    ['1.5.10', true],
    ['157 (1.5.10)', true],
    ['157 (1.5.1)', false],
    ['157', false],
    ['Spring', false],
    [undefined, false],
  ])('%s says another version than 1.5.1: %s (K8)', (name, expected) => {
    expect(saysAnother(name, '1.5.1')).toBe(expected);
  });
});

describe('findRelease', () => {
  const ours = release('157 (1.5.0)', '157', 'inProgress');
  const before = release('1.4.0', '150');
  it.each([
    ['by the id of the version', { version: '1.5.0', versionId: '157' }, ours],
    ['by the build', { version: '1.5.0', buildNumber: '157' }, ours],
    ['by a build that CI pads', { version: '1.5.0', buildNumber: '00157' }, ours],
    ['by the id before the build', { version: '1.5.0', versionId: '157', buildNumber: '150' }, ours],
    ['by no name where the code is known', { version: '1.4.0', versionId: '151' }, undefined],
    ['by the version in its name where no code is known', { version: '1.5.0' }, ours],
    ['by no part of a version', { version: '1.5' }, undefined],
  ])('finds it %s (K7)', (_label, wanted, expected) => {
    expect(findRelease([before, ours], wanted)).toBe(expected);
  });
});

describe('besides', () => {
  const draft = release('1.6.0', '160', 'draft');
  const toAll = release('1.4.0', '150');
  const staged = release('1.5.0', '157', 'inProgress');
  const halted = release('1.5.0', '157', 'halted');
  it.each([
    ['a release to all: drafts', release('1.5.1', '158'), [draft, toAll, staged], [draft]],
    [
      'a release to all with a lower code: the staged one',
      release('1.4.1', '151'),
      [draft, toAll, staged],
      [draft, staged],
    ],
    [
      'a staged release: drafts and what all have',
      release('1.5.1', '158', 'inProgress'),
      [draft, toAll, halted],
      [draft, toAll],
    ],
    ['a draft: everything', release('1.5.1', '158', 'draft'), [draft, toAll, staged], [draft, toAll, staged]],
    ['the draft of the same code: nothing', release('1.6.0', '160'), [draft], []],
    [
      'a release to all: a staged one of code 10, which is higher than 9',
      release('1.0', '9'),
      [release('1.1', '10', 'halted')],
      [release('1.1', '10', 'halted')],
    ],
  ])('leaves beside %s (K23)', (_label, ours, others, expected) => {
    expect(besides(ours, others)).toEqual(expected);
  });
});
