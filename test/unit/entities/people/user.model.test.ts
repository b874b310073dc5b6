// Decisions about users as tables: the form of names, the number of admins, rights, and the confirmation of addresses.
import { describe, expect, it } from 'vitest';
import { readSecret } from '../../../../entities/access/secret.model.ts';
import { ROLES } from '../../../../entities/names.ts';
import { identityIn, viewIdentity } from '../../../../entities/people/identity.model.ts';
import { assertMayGrant, MEMBER_ROLES } from '../../../../entities/people/rights.model.ts';
import {
  adminsAdded,
  changesOf,
  confirmedBy,
  foldName,
  newConfirmation,
  searchOf,
  sortNameOf,
  unconfirmedEmail,
  username,
} from '../../../../entities/people/user.model.ts';

const NOW = Date.parse('2026-03-01T12:00:00.000Z');
const ID = '0192f000-0000-7000-8000-0000000000aa';
const stamps = { revision: 1, createdAt: '', updatedAt: '' };
const names = { userId: ID, email: 'ada@acme.test', username: 'ada', fullName: 'Ada' };
const ada = { ...names, isEmailConfirmed: true, isActive: true, ...stamps };

describe('names', () => {
  it.each([
    ['Ada', 'ADA'],
    ['ＡＤＡ', 'ada'],
    ['ﬁn', 'FIN'],
    ['É', 'e\u0301'],
    ['①', '1'],
  ])('%s and %s are the same', (one, other) => {
    expect(foldName(one)).toBe(foldName(other));
  });

  it('come shorter ones first, and are found by their beginning', () => {
    const sorted = ['Ada Byron', 'Adam', 'Ada', '  ada   lovelace'].map(sortNameOf).sort();
    expect(sorted).toEqual(['ada ', 'ada byron ', 'ada lovelace ', 'adam ']);
    expect(sorted.filter((name) => name.startsWith(searchOf('ADA  B')))).toEqual(['ada byron ']);
    expect(sorted.filter((name) => name.startsWith(searchOf('ada ')))).toHaveLength(3);
  });

  it.each([
    ['ada', true],
    ['Ada.Lovelace-2_x', true],
    ['Žofie', true],
    ['अदा', true],
    ['a', false],
    ['ada#1', false],
    ['ada/1', false],
    ['ada lovelace', false],
    ['ada@acme', false],
    ['_ada', false],
    ['a'.repeat(61), false],
    ['a\u0000b', false],
    ['a\u202eb', false],
  ])('%j is a username: %s', (text, isOne) => {
    expect(username.safeParse(text).success).toBe(isOne);
  });
});

describe('the number of active admins', () => {
  const user = (role: 'ADMIN' | 'LEAD' | undefined, isActive: boolean) => ({ role, isActive });
  it.each([
    [undefined, user('ADMIN', true), 1],
    [undefined, user('LEAD', true), 0],
    [undefined, user('ADMIN', false), 0],
    [user('LEAD', true), user('ADMIN', true), 1],
    [user('ADMIN', false), user('ADMIN', true), 1],
    [user('ADMIN', true), user('ADMIN', true), 0],
    [user('ADMIN', true), user('LEAD', true), -1],
    [user('ADMIN', true), user('ADMIN', false), -1],
    [user('ADMIN', true), user(undefined, true), -1],
    [user('ADMIN', true), undefined, -1],
    [user('ADMIN', false), undefined, 0],
    [user(undefined, true), undefined, 0],
  ])('changes from %j to %j by %i', (before, after, by) => {
    expect(adminsAdded(before, after)).toBe(by);
  });
});

describe('the right to grant a role', () => {
  it.each(ROLES.flatMap((role) => MEMBER_ROLES.map((wanted) => [role, wanted] as const)))(
    'of %s for %s',
    (role, wanted) => {
      const may = role !== 'CI' && MEMBER_ROLES.indexOf(role) <= MEMBER_ROLES.indexOf(wanted);
      const grant = () => assertMayGrant({ role, scopes: '*' }, wanted);
      if (may) grant();
      else expect(grant).toThrow(wanted);
      expect(() => assertMayGrant({ role, scopes: 'people:write' }, wanted)).toThrow();
    },
  );

  it('has nobody without a role', () => {
    expect(() => assertMayGrant({}, 'VIEWER')).toThrow('VIEWER');
  });
});

describe('an address', () => {
  it.each([
    ['none when it is confirmed', ada, undefined],
    ['its own when it is not', { ...ada, isEmailConfirmed: false }, 'ada@acme.test'],
    ['the wanted one', { ...ada, pendingEmail: 'new@acme.test' }, 'new@acme.test'],
  ])('is to be confirmed: %s', (_, user, address) => {
    expect(unconfirmedEmail(user)).toBe(address);
  });

  it('is wanted with a change, which ends earlier links', () => {
    const ends = { emailSecretHash: undefined, emailSecretExpiresAt: undefined };
    expect(changesOf(ada, { email: 'new@acme.test' })).toStrictEqual({ ...ends, pendingEmail: 'new@acme.test' });
    expect(changesOf(ada, { email: 'ADA@acme.test' })).toStrictEqual({
      ...ends,
      email: 'ADA@acme.test',
      pendingEmail: undefined,
    });
    expect(changesOf(ada, { fullName: 'Ada B' })).toStrictEqual({ fullName: 'Ada B', sortName: 'ada b ' });
  });

  const wanting = { ...ada, pendingEmail: 'new@acme.test' };
  const { secret, changes } = newConfirmation(wanting, NOW);
  const { hash } = readSecret('wlc', secret) ?? { hash: '' };
  it.each([
    ['with the secret', { ...wanting, ...changes }, hash, 0, true],
    ['just before it expires', { ...wanting, ...changes }, hash, 86_399_999, true],
    ['when it expires', { ...wanting, ...changes }, hash, 86_400_000, false],
    ['with another secret', { ...wanting, ...changes }, 'x', 0, false],
    ['when nothing is to be confirmed', { ...ada, ...changes }, hash, 0, false],
    ['of no user', undefined, hash, 0, false],
  ])('is confirmed %s', (_, user, known, later, isConfirmed) => {
    const confirmed = confirmedBy(user, known, NOW + later);
    expect(confirmed?.email).toBe(isConfirmed ? 'new@acme.test' : undefined);
  });
});

describe('an identity', () => {
  it('is found by its id, whatever the provider allows in a name', () => {
    const identities = ['T0ACME/U0ADA', 'ada@old.test', '557058:a-b', 'žofie'].map((externalId) => ({
      ...{ provider: 'slack' as const, externalId, addedAt: '' },
    }));
    for (const identity of identities) {
      const { id } = viewIdentity(identity);
      expect([encodeURIComponent(id), identityIn(identities, id)]).toEqual([id, identity]);
    }
    expect(() => identityIn(identities, 'slack-x')).toThrow('does not have this identity');
  });
});
