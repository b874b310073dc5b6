// Passkeys as a second factor, with a software authenticator: registration, sign-in, the policy that requires one, and what is refused.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAuthenticator } from '../../../support/sign-ins/authenticator.ts';
import { type Access, PUBLIC_URL, startAccess } from '../fixture.ts';

const PASSWORD = 'correct horse battery';

let world: Access;
beforeAll(async () => {
  world = await startAccess();
});
afterAll(() => world.stop());

type Tenant = Awaited<ReturnType<Access['tenant']>>;

/** A user with a password and a session. */
async function person(role = 'DEVELOPER', tenant?: Tenant) {
  const home = tenant ?? (await world.tenant());
  const userId = await home.password(role, PASSWORD);
  const login = String((await world.items()).find((item) => item.userId === userId && item.username)?.username);
  const signIn = () => home.signIn(login, PASSWORD);
  const session = String((await signIn()).body.token);
  const send = (method: string, path: string, body?: unknown, token: string | undefined = session) =>
    world.call({ method, path, body, tenant: home.id, token });
  return { home, userId, login, signIn, send };
}
type Person = Awaited<ReturnType<typeof person>>;

async function register({ send }: Person, authenticator = createAuthenticator(PUBLIC_URL)) {
  const begun = await send('POST', '/passkeys/registrations');
  const answer = authenticator.create(begun.body.options);
  const reply = await send('POST', '/passkeys', { registrationId: begun.body.id, answer, name: 'Phone' });
  return { authenticator, begun, reply };
}

const complete = ({ home }: Person, step: { id: string; secret: string }, answer: unknown) =>
  world.call({
    method: 'POST',
    path: `/sign-ins/${step.id}/passkey`,
    tenant: home.id,
    body: { secret: step.secret, answer },
  });

describe('createPasskey', () => {
  it('registers a passkey of the caller, with event and audit entry', async () => {
    const ada = await person();
    const { begun, reply } = await register(ada);
    expect(begun).toMatchObject({
      status: 201,
      body: { step: 'NEW_PASSKEY', options: { attestation: 'none', rp: { id: 'windlass.example' } } },
    });
    expect(reply).toMatchObject({ status: 201, body: { name: 'Phone', isBackedUp: false } });
    expect((await ada.send('GET', '/passkeys')).body.items).toMatchObject([reply.body]);
    expect(await ada.home.entries('passkey.added')).toHaveLength(1);
  });

  it('completes a registration once', async () => {
    const ada = await person();
    const authenticator = createAuthenticator(PUBLIC_URL);
    const begun = await ada.send('POST', '/passkeys/registrations');
    const body = { registrationId: begun.body.id, answer: authenticator.create(begun.body.options), name: 'a' };
    const statuses = await Promise.all([1, 2, 3].map(async () => (await ada.send('POST', '/passkeys', body)).status));
    expect(statuses.filter((status) => status === 201)).toHaveLength(1);
  });

  it('refuses the registration of another user, and one after ten minutes', async () => {
    const home = await world.tenant();
    const [ada, eve] = [await person('DEVELOPER', home), await person('LEAD', home)];
    const begun = await ada.send('POST', '/passkeys/registrations');
    const body = {
      registrationId: begun.body.id,
      answer: createAuthenticator(PUBLIC_URL).create(begun.body.options),
      name: 'a',
    };
    expect((await eve.send('POST', '/passkeys', body)).body.code).toBe('sign_in.refused');
    world.clock.at += 601_000;
    expect((await ada.send('POST', '/passkeys', body)).body.code).toBe('sign_in.refused');
  });

  it('refuses the answer of another page', async () => {
    const { reply } = await register(await person(), createAuthenticator('https://evil.example'));
    expect(reply).toMatchObject({ status: 422, body: { code: 'passkey.refused' } });
  });
});

describe('beginPasskey', () => {
  it('needs a session: no token adds a way to sign in', async () => {
    const ada = await person();
    const token = ada.home.of('DEVELOPER').token;
    expect(await ada.send('POST', '/passkeys/registrations', undefined, token)).toMatchObject({
      status: 409,
      body: { code: 'session.required' },
    });
  });
});

describe('listPasskeys', () => {
  it('shows the passkeys of the caller alone', async () => {
    const home = await world.tenant();
    const [ada, eve] = [await person('DEVELOPER', home), await person('LEAD', home)];
    const { reply } = await register(ada);
    expect((await ada.send('GET', '/passkeys')).body).toMatchObject({ items: [reply.body], nextCursor: null });
    expect((await eve.send('GET', '/passkeys')).body.items).toEqual([]);
  });
});

describe('completePasskeySignIn', () => {
  it('follows the password of a user who has one, and its session says both', async () => {
    const ada = await person();
    const { authenticator } = await register(ada);
    const first = await ada.signIn();
    expect(first).toMatchObject({ status: 201, body: { step: 'PASSKEY', options: { rpId: 'windlass.example' } } });
    expect(first.body.token).toBeUndefined();
    const done = await complete(ada, first.body, authenticator.get(first.body.options));
    expect(done).toMatchObject({ status: 201, body: { session: { methods: ['password', 'passkey'] } } });
    expect((await ada.send('GET', '/me', undefined, done.body.token)).status).toBe(200);
  });

  it('is done once, by the one who knows the secret, with an answer to its own challenge', async () => {
    const ada = await person();
    const { authenticator } = await register(ada);
    const [step, other] = [(await ada.signIn()).body, (await ada.signIn()).body];
    const answer = authenticator.get(step.options);
    const refused = [
      await complete(ada, { ...step, secret: other.secret }, answer),
      await complete(ada, { ...step, id: other.id }, answer),
      await complete(ada, other, answer),
      await complete(ada, step, {}),
    ];
    expect(refused.map(({ body }) => body.code)).toEqual([
      'sign_in.refused',
      'sign_in.refused',
      'passkey.refused',
      'sign_in.refused',
    ]);
    expect((await complete(ada, step, answer)).status).toBe(201);
    expect((await complete(ada, step, answer)).body.code).toBe('sign_in.refused');
  });

  it('is refused to a user who was deactivated meanwhile', async () => {
    const ada = await person();
    const { authenticator } = await register(ada);
    const step = (await ada.signIn()).body;
    await world.deactivate(ada.home.id, ada.userId);
    expect((await complete(ada, step, authenticator.get(step.options))).body.code).toBe('sign_in.refused');
  });

  it('stores no secret in clear', async () => {
    const ada = await person();
    await register(ada);
    const step = (await ada.signIn()).body;
    expect(JSON.stringify(await world.items())).not.toContain(step.secret.slice(-43));
  });
});

describe('updateSignInPolicy', () => {
  it('requires a passkey: the next sign-in with a password registers the first one', async () => {
    const ada = await person();
    expect((await ada.home.as('ADMIN')('PATCH', '/sign-in-policy', { requiresPasskey: true })).body).toEqual({
      requiresPasskey: true,
      revision: 1,
    });
    const authenticator = createAuthenticator(PUBLIC_URL);
    const step = (await ada.signIn()).body;
    expect(step.step).toBe('FIRST_PASSKEY');
    const done = await complete(ada, step, authenticator.create(step.options));
    expect(done.status).toBe(201);
    const next = (await ada.signIn()).body;
    expect((await complete(ada, next, authenticator.get(next.options))).status).toBe(201);
  });

  it('is for an ADMIN alone, at the revision that was read', async () => {
    const { as } = await world.tenant();
    expect((await as('LEAD')('PATCH', '/sign-in-policy', { requiresPasskey: true })).status).toBe(403);
    expect((await as('ADMIN')('GET', '/sign-in-policy')).body).toEqual({ requiresPasskey: false, revision: 0 });
    const change = (revision: number) =>
      as('ADMIN')('PATCH', '/sign-in-policy', { requiresPasskey: true }, { headers: { 'if-match': `"${revision}"` } });
    expect([(await change(1)).status, (await change(0)).status]).toEqual([412, 200]);
  });
});

describe('getSignInPolicy', () => {
  it('answers the default of a tenant that never set it', async () => {
    const { as } = await world.tenant();
    expect((await as('ADMIN')('GET', '/sign-in-policy')).body).toEqual({ requiresPasskey: false, revision: 0 });
    expect((await as('LEAD')('GET', '/sign-in-policy')).status).toBe(403);
  });
});

describe('deletePasskey', () => {
  it('deletes one, but not the last where one is required', async () => {
    const ada = await person();
    const ids = [(await register(ada)).reply.body.id, (await register(ada)).reply.body.id];
    await ada.home.as('ADMIN')('PATCH', '/sign-in-policy', { requiresPasskey: true });
    expect((await ada.send('DELETE', `/passkeys/${ids[0]}`)).status).toBe(204);
    expect(await ada.send('DELETE', `/passkeys/${ids[1]}`)).toMatchObject({
      status: 409,
      body: { code: 'passkey.last' },
    });
    expect((await ada.send('DELETE', '/passkeys/none')).body.code).toBe('passkey.not_found');
  });
});

describe('removeUserPasskeys', () => {
  it('lets an ADMIN help who lost the devices, and ends the sessions', async () => {
    const ada = await person();
    await register(ada);
    const path = `/users/${ada.userId}/passkeys`;
    expect((await ada.home.as('LEAD')('DELETE', path)).status).toBe(403);
    expect((await ada.home.as('ADMIN')('DELETE', path)).status).toBe(204);
    expect((await ada.send('GET', '/me')).status).toBe(401);
    expect((await ada.signIn()).body.token).toMatch(/^wls_/);
  });
});
