// Invitations as tests make, mail and accept them: by an ADMIN and a LEAD of a tenant of their own.
import { type People, startPeople } from '../fixture.ts';

export type Inviting = Awaited<ReturnType<typeof startInviting>>;

export async function startInviting() {
  const api: People = await startPeople();
  const inviters = { ADMIN: await api.user('ADMIN'), LEAD: await api.user('LEAD') };
  let made = 0;
  const invite = (over: object = {}, role: 'ADMIN' | 'LEAD' = 'ADMIN', request: object = {}) => {
    made += 1;
    const body = { email: `new${made}@people.test`, role: 'DEVELOPER', ...over };
    return api.asRole(role, inviters[role])('POST', '/invitations', body, request);
  };
  return {
    ...{ api, inviters, invite },
    post: (path: string, over: object = {}) => api.asRole('ADMIN', inviters.ADMIN)('POST', path, undefined, over),

    /** An invitation whose mail has arrived, with the secret in it. */
    async invited(over: object = {}, role: 'ADMIN' | 'LEAD' = 'ADMIN') {
      const { body } = await invite(over, role);
      await api.deliver();
      return { ...body, secret: api.secretTo(body.email) };
    },

    accept(secret: string, over: object = {}, request: object = {}) {
      made += 1;
      const names = { username: `joiner${made}`, fullName: `Joiner ${made}`, password: 'correct horse battery' };
      const body = { secret, ...names, ...over };
      return api.call({ method: 'POST', path: '/invitations/accept', tenantId: 'acme', body, ...request });
    },
  };
}
