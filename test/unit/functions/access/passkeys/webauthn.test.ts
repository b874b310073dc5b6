// Passkeys of a software authenticator: what is accepted, and every way to cheat that WebAuthn (section 7) names.
import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { PasskeyItem } from '../../../../../entities/access/passkeys/passkey.entity.ts';
import { createWebAuthn } from '../../../../../functions/access/passkeys/webauthn.ts';
import { createAuthenticator } from '../../../../support/sign-ins/authenticator.ts';

const URL_OF_OURS = 'https://windlass.example';
const webAuthn = createWebAuthn(URL_OF_OURS);
const user = { userId: '0192f000-0000-7000-8000-0000000000aa', username: 'ada', fullName: 'Ada' };
const newChallenge = () => randomBytes(32).toString('base64url');
const refused = expect.objectContaining({ code: 'passkey.refused', status: 422 });

async function enrolled(authenticator = createAuthenticator(URL_OF_OURS)) {
  const challenge = newChallenge();
  const options = await webAuthn.registrationOptions(user, [], challenge);
  const made = await webAuthn.registered(authenticator.create(options as never), challenge);
  return { authenticator, passkey: { ...made, userId: user.userId, name: 'Phone' } as PasskeyItem };
}

describe('a passkey', () => {
  it('is registered with our challenge and signs in with another', async () => {
    const { authenticator, passkey } = await enrolled();
    expect(passkey).toMatchObject({ counter: 0, transports: ['internal'], isBackedUp: false });
    for (const count of [1, 2]) {
      const challenge = newChallenge();
      const options = await webAuthn.requestOptions([passkey], challenge);
      expect(options).toMatchObject({
        challenge,
        rpId: 'windlass.example',
        allowCredentials: [{ id: passkey.credentialId }],
      });
      expect(
        await webAuthn.used(authenticator.get(options as never), challenge, { ...passkey, counter: count - 1 }),
      ).toBe(count);
    }
  });

  it('is not offered again to the authenticator that has it', async () => {
    const { passkey } = await enrolled();
    const options = await webAuthn.registrationOptions(user, [passkey], newChallenge());
    expect(options).toMatchObject({ excludeCredentials: [{ id: passkey.credentialId }], attestation: 'none' });
  });

  it.each([
    ['for another challenge', URL_OF_OURS, newChallenge()],
    ['on another site', 'https://windlass.example.evil.example', undefined],
    ['on another port', 'https://windlass.example:8443', undefined],
    ['without TLS', 'http://windlass.example', undefined],
  ])('is not registered %s', async (_, origin, challenge) => {
    const asked = newChallenge();
    const answer = createAuthenticator(origin).create({ challenge: challenge ?? asked });
    await expect(webAuthn.registered(answer, asked)).rejects.toEqual(refused);
  });

  it.each([
    ['another challenge', (answer: never) => answer, newChallenge()],
    [
      'a changed signature',
      (answer: { response: { signature: string } }) => {
        const bytes = Buffer.from(answer.response.signature, 'base64url');
        bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1;
        return { ...answer, response: { ...answer.response, signature: bytes.toString('base64url') } };
      },
      undefined,
    ],
    ['a registration', (_: never) => createAuthenticator(URL_OF_OURS).create({ challenge: newChallenge() }), undefined],
    ['nothing', () => ({}), undefined],
    ['no answer of an authenticator', () => ({ id: 'x', rawId: 'x', type: 'public-key', response: {} }), undefined],
  ])('does not sign in with %s', async (_, change, challenge) => {
    const { authenticator, passkey } = await enrolled();
    const asked = newChallenge();
    const answer = authenticator.get({ challenge: challenge ?? asked });
    await expect(webAuthn.used(change(answer as never) as never, asked, passkey)).rejects.toEqual(refused);
  });

  it('does not sign in for another passkey', async () => {
    const [one, other] = [await enrolled(), await enrolled()];
    const challenge = newChallenge();
    await expect(webAuthn.used(one.authenticator.get({ challenge }), challenge, other.passkey)).rejects.toEqual(
      refused,
    );
  });

  it('does not sign in twice with one count: its authenticator was cloned', async () => {
    const { authenticator, passkey } = await enrolled();
    const first = newChallenge();
    const counter = await webAuthn.used(authenticator.get({ challenge: first }), first, passkey);
    const second = newChallenge();
    const cloned = authenticator.get({ challenge: second }, { counted: false });
    await expect(webAuthn.used(cloned, second, { ...passkey, counter })).rejects.toEqual(refused);
  });
});
