// The first password of a user: given with the user, or with the acceptance of an invitation; deleted with the user.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TenantId } from '../../../entities/_base/ids.ts';
import { createPasswords } from '../../../functions/_kit/accounts/passwords.ts';
import { TENANT_ID } from '../../support/http.ts';
import { type People, startPeople } from './fixture.ts';

const GOOD = 'correct horse battery';
const hashing = createPasswords({ allowCommon: true });
let api: People;
let admin: string;
beforeAll(async () => {
  api = await startPeople();
  admin = await api.user('ADMIN');
});
afterAll(() => api.stop());

let made = 0;
const names = (password: unknown) => {
  made += 1;
  return { username: `grace${made}`, fullName: 'Grace Hopper', password };
};
const stored = (userId: string) => api.passwords.find(TENANT_ID as TenantId, userId);
const isRight = async (userId: string, password: string) =>
  hashing.isRight(userId, password, (await stored(userId))?.hash);
const create = (password: unknown) => {
  const said = names(password);
  return api.asRole('ADMIN', admin)('POST', '/users', { ...said, email: `${said.username}@p.test`, role: 'VIEWER' });
};
async function invited(): Promise<string> {
  made += 1;
  const email = `invited${made}@p.test`;
  await api.asRole('ADMIN', admin)('POST', '/invitations', { email, role: 'VIEWER' });
  await api.deliver();
  return api.secretTo(email);
}
const accept = (secret: string, password: unknown) =>
  api.call({ method: 'POST', path: '/invitations/accept', tenantId: 'acme', body: { secret, ...names(password) } });

describe.each([
  ['a user that is created', (password: unknown) => create(password)],
  ['a user that is invited', async (password: unknown) => accept(await invited(), password)],
])('%s', (_, send) => {
  it('has the password, stored as a hash', async () => {
    const { status, body, text } = await send(GOOD);
    expect([status, text.includes('horse')]).toEqual([201, false]);
    expect(await Promise.all([isRight(body.id, GOOD), isRight(body.id, `${GOOD}!`)])).toEqual([true, false]);
    expect(JSON.stringify(await api.items())).not.toContain(GOOD);
  });

  it.each([
    ['short', 'password.too_short'],
    ['password123', 'password.common'],
    ['grace hopper', 'password.about_user'],
    ['acme acme 1', 'password.about_user'],
  ])('is refused with the password %s', async (password, code) => {
    const { status, body } = await send(password);
    expect([status, body.fields[0]]).toMatchObject([400, { path: 'password', code }]);
  });
});

describe('a first password', () => {
  it('is not needed for a user that is created', async () => {
    const { status, body } = await create(undefined);
    expect([status, await stored(body.id)]).toEqual([201, undefined]);
  });

  it('that is refused does not use up the invitation', async () => {
    const secret = await invited();
    expect((await accept(secret, 'short')).status).toBe(400);
    expect((await accept(secret, GOOD)).status).toBe(201);
  });
});
