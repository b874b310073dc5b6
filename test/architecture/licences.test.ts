// Licences of everything in the lockfile, production and development, on every platform: permissive, or excused by name.
import { expect, it } from 'vitest';
import { textOf } from './rules/source-tree.ts';

const PERMISSIVE = ['0BSD', 'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', 'BlueOak-1.0.0', 'ISC', 'MIT', 'MIT-0'];

/** Licences that ask for more, accepted for packages that no deployed bundle holds. */
const EXCUSED: Readonly<Record<string, string>> = {
  'axe-core': 'MPL-2.0: checks the console in the browser tests, unchanged, and is part of nothing that is deployed',
  argparse:
    'PSF-2.0: comes with the linter and the page of the OpenAPI document, and is part of nothing that is deployed',
  lightningcss: 'MPL-2.0: comes with vitest, unchanged, and is part of nothing that is deployed',
};

interface Locked {
  readonly license?: string;
  readonly dev?: boolean;
  readonly devOptional?: boolean;
}
const { packages } = JSON.parse(textOf('package-lock.json')) as { packages: Record<string, Locked> };
const locked = Object.entries(packages)
  .filter(([path]) => path !== '')
  .map(([path, entry]) => ({ name: path.replace(/^.*node_modules\//, ''), ...entry }));

/** An SPDX expression without nesting: one of several, or all of several. */
const isPermissive = (expression = ''): boolean => {
  const words = expression.replaceAll(/[()]/g, '');
  if (words.includes(' AND ')) return words.split(' AND ').every(isPermissive);
  return words.split(' OR ').some((one) => PERMISSIVE.includes(one));
};
const excuseOf = (name: string) => Object.keys(EXCUSED).find((one) => name === one || name.startsWith(`${one}-`));

it.each([
  ['MIT', true],
  ['(MIT OR GPL-3.0-or-later)', true],
  ['MIT AND Apache-2.0', true],
  ['MIT AND GPL-3.0-only', false],
  ['GPL-3.0-only', false],
  [undefined, false],
])('%s is permissive: %s', (expression, expected) => {
  expect(isPermissive(expression)).toBe(expected);
});

it('is permissive for every package, or excused', () => {
  const others = locked.filter(({ name, license }) => !isPermissive(license) && !excuseOf(name));
  expect(others.map(({ name, license }) => `${name}: ${license}`)).toEqual([]);
});

it('is excused for development alone', () => {
  const shipped = locked.filter(({ name, dev, devOptional }) => excuseOf(name) && !dev && !devOptional);
  expect(shipped.map(({ name }) => name)).toEqual([]);
});
