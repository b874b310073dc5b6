// Rules of registered issuers: which claims fit, and which rules accept the tokens of strangers.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  createIssuerBody,
  fitsClaims,
  fitsPattern,
  missingOwner,
} from '../../../../../entities/access/issuers/issuer.model.ts';

const GITHUB = 'https://token.actions.githubusercontent.com';
const GITLAB = 'https://gitlab.com';

describe('a pattern', () => {
  it.each([
    ['acme/payments', 'acme/payments', true],
    ['acme/payments', 'acme/payments2', false],
    ['acme/*', 'acme/payments', true],
    ['acme/*', 'acme-evil/payments', false],
    ['refs/heads/release/*', 'refs/heads/release/1.5.0', true],
    ['refs/heads/*', 'refs/heads/a/b', true],
    ['a*b*c', 'a-b-c', true],
    ['a*b*c', 'abc', true],
    ['a*b*c', 'acb', false],
    ['ab*ba', 'aba', false],
    ['*', '', true],
    ['a.c', 'abc', false],
    ['[a-z]+', 'abc', false],
  ])('%j fits %j: %s', (pattern, text, fits) => {
    expect(fitsPattern(pattern, text)).toBe(fits);
  });

  it('fits as the regular expression does', () => {
    const part = fc.string({ unit: fc.constantFrom('a', 'b', '/'), maxLength: 4 });
    fc.assert(
      fc.property(
        fc.array(part, { minLength: 1, maxLength: 4 }),
        fc.string({ unit: fc.constantFrom('a', 'b', '/'), maxLength: 10 }),
        (parts, text) => {
          expect(fitsPattern(parts.join('*'), text)).toBe(new RegExp(`^${parts.join('.*')}$`).test(text));
        },
      ),
    );
  });

  it('takes no longer for a hostile text', () => {
    expect(fitsPattern(Array(100).fill('a').join('*'), `${'a'.repeat(300_000)}b`)).toBe(false);
  });
});

describe('rules', () => {
  /** GitHub Docs, "OpenID Connect reference": an example token. */
  const token = {
    ...{
      jti: 'example-id',
      sub: 'repo:octo-org/octo-repo:environment:prod',
      environment: 'prod',
      aud: 'https://github.com/octo-org',
    },
    ...{ ref: 'refs/heads/main', repository: 'octo-org/octo-repo', repository_owner: 'octo-org', run_attempt: '2' },
    ...{ repository_visibility: 'private', event_name: 'workflow_dispatch', ref_type: 'branch', iss: GITHUB },
  };

  it.each([
    ['one repository', { repository: ['octo-org/octo-repo'] }, true],
    [
      'repository, ref and environment',
      { repository: ['octo-org/*'], ref: ['refs/heads/main'], environment: ['prod'] },
      true,
    ],
    ['one of several texts', { environment: ['staging', 'prod'] }, true],
    ['another repository', { repository: ['octo-org/other'] }, false],
    ['one of two claims', { repository: ['octo-org/octo-repo'], ref: ['refs/heads/other'] }, false],
    ['a claim that is absent', { runner_environment: ['*'] }, false],
    ['a name of every object', { constructor: ['*'] }, false],
    ['a number that is a text', { run_attempt: ['2'] }, true],
  ])('of %s fit: %#', (_, rules, fits) => {
    expect(fitsClaims(rules, token)).toBe(fits);
  });

  it('fit a claim that is a list if one of it fits', () => {
    expect(fitsClaims({ groups: ['release'] }, { groups: ['a', 'release'] })).toBe(true);
    expect(fitsClaims({ groups: ['release'] }, { groups: [] })).toBe(false);
    expect(fitsClaims({ isProtected: ['true'] }, { isProtected: true })).toBe(true);
  });

  it.each([
    [GITHUB, { repository: ['acme/payments'] }, true],
    [GITHUB, { repository: ['acme/*'] }, true],
    [GITHUB, { repository_owner: ['acme'] }, true],
    [GITHUB, { sub: ['repo:acme/*'] }, true],
    [GITHUB, { sub: ['repo:acme*'] }, false],
    [GITHUB, { repository: ['*'] }, false],
    [GITHUB, { repository: ['*/payments'] }, false],
    [GITHUB, { repository: ['acme/payments', 'other*'] }, false],
    [GITHUB, { environment: ['production'] }, false],
    [GITHUB, { ref: ['refs/heads/main'] }, false],
    [GITLAB, { namespace_path: ['acme'] }, true],
    [GITLAB, { ref_protected: ['true'] }, false],
    ['https://ci.acme.example', { ref_protected: ['true'] }, true],
    ['https://ci.acme.example', { ref: ['*'] }, false],
  ])('of %s with %j say whose tokens they accept: %s', (issuer, claims, isSaid) => {
    expect(missingOwner({ issuer, claims }) === undefined).toBe(isSaid);
  });
});

describe('a body', () => {
  const body = {
    name: 'GitHub',
    issuer: `${GITHUB}/`,
    audience: 'windlass',
    claims: { repository: ['acme/*'] },
    scopes: ['releases:write'],
  };

  it('loses the slash at the end of its issuer', () => {
    expect(createIssuerBody.parse(body)).toEqual({ ...body, issuer: GITHUB, isActive: true });
  });

  it.each([
    ['issuer', 'ftp://x.example'],
    ['issuer', 'https://x.example?a=b'],
    ['issuer', 'https://user@x.example'],
    ['claims', {}],
    ['claims', { aud: ['windlass'] }],
    ['claims', { exp: ['1'] }],
    ['claims', { repository: [] }],
    ['claims', { 'a b': ['x'] }],
    ['scopes', []],
    ['scopes', ['*']],
    ['scopes', ['releases:write', 'releases:write']],
    ['audience', ''],
  ])('is refused with %s %j', (field, value) => {
    expect(createIssuerBody.safeParse({ ...body, [field]: value }).error?.issues[0]?.path[0]).toBe(field);
  });
});
