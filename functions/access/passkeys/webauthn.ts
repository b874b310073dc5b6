// Passkeys as a second factor: the options that a browser gets and the check of its answer (WebAuthn Level 3). Attestation is not
// asked for: we do not restrict the makers of authenticators.
import {
  generateAuthenticationOptions,
  generateRegistrationOptions,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from '@simplewebauthn/server';
import { passkeyErrors } from '../../../entities/access/errors.ts';
import type { PasskeyItem } from '../../../entities/access/passkeys/passkey.entity.ts';

type Json = Readonly<Record<string, unknown>>;

/** A passkey as the authenticator made it. */
export type NewPasskey = Pick<PasskeyItem, 'credentialId' | 'publicKey' | 'counter' | 'transports' | 'isBackedUp'>;

interface Named {
  readonly userId: string;
  readonly username: string;
  readonly fullName: string;
}

export interface WebAuthn {
  registrationOptions(user: Named, known: readonly PasskeyItem[], challenge: string): Promise<Json>;
  /** Throws `passkey.refused`. */
  registered(response: Json, challenge: string): Promise<NewPasskey>;
  requestOptions(known: readonly PasskeyItem[], challenge: string): Promise<Json>;
  /** The counter of the passkey after this use. Throws `passkey.refused`. */
  used(response: Json, challenge: string, passkey: PasskeyItem): Promise<number>;
}

const NAME = 'Windlass';
const TIMEOUT_MS = 120_000;
/** COSE's numbers of EdDSA, ES256 and RS256, which every browser has. */
const ALGORITHMS = [-8, -7, -257];

/** Challenges are ours, in base64url; the library encodes bytes. */
const bytesOf = (challenge: string) => new Uint8Array(Buffer.from(challenge, 'base64url'));

async function checked<T>(work: () => Promise<T | undefined>): Promise<T> {
  let reason = 'the signature does not fit';
  try {
    const result = await work();
    if (result !== undefined) return result;
  } catch (error) {
    reason = (error as Error).message;
  }
  throw passkeyErrors.refused({ detail: `The answer of the authenticator is refused: ${reason}.` });
}

/** `publicUrl` is the address at which people open Windlass: passkeys belong to its host. */
export function createWebAuthn(publicUrl: string): WebAuthn {
  // Read with the first passkey: a deployment without a known address has none.
  const site = () => {
    const { hostname: rpID, origin } = new URL(publicUrl);
    return { rpID, origin };
  };
  const allowed = (known: readonly PasskeyItem[]) =>
    known.map(({ credentialId: id, transports }) => ({ id, transports: [...transports] as never[] }));
  const expected = () => ({ expectedOrigin: site().origin, expectedRPID: site().rpID });
  return {
    registrationOptions: ({ userId, username, fullName }, known, challenge) =>
      generateRegistrationOptions({
        ...{ rpName: NAME, rpID: site().rpID, userName: username, userDisplayName: fullName, timeout: TIMEOUT_MS },
        ...{ userID: new TextEncoder().encode(userId), challenge: bytesOf(challenge), attestationType: 'none' },
        excludeCredentials: allowed(known),
        supportedAlgorithmIDs: ALGORITHMS,
        authenticatorSelection: { residentKey: 'preferred', userVerification: 'preferred' },
      }) as unknown as Promise<Json>,

    registered: (response, challenge) =>
      checked(async () => {
        const { registrationInfo } = await verifyRegistrationResponse({
          ...{ response: response as never, expectedChallenge: challenge, requireUserVerification: false },
          ...{ ...expected(), supportedAlgorithmIDs: ALGORITHMS },
        });
        if (!registrationInfo) return undefined;
        const { credential, credentialBackedUp } = registrationInfo;
        return {
          credentialId: credential.id,
          publicKey: Buffer.from(credential.publicKey).toString('base64url'),
          counter: credential.counter,
          transports: [...(credential.transports ?? [])],
          isBackedUp: credentialBackedUp,
        };
      }),

    requestOptions: (known, challenge) =>
      generateAuthenticationOptions({
        ...{ rpID: site().rpID, challenge: bytesOf(challenge), timeout: TIMEOUT_MS, userVerification: 'preferred' },
        allowCredentials: allowed(known),
      }) as unknown as Promise<Json>,

    used: (response, challenge, { credentialId: id, publicKey, counter, transports }) =>
      checked(async () => {
        const { verified, authenticationInfo } = await verifyAuthenticationResponse({
          ...{ response: response as never, expectedChallenge: challenge, requireUserVerification: false },
          ...expected(),
          credential: {
            id,
            publicKey: new Uint8Array(Buffer.from(publicKey, 'base64url')),
            counter,
            transports: [...transports] as never[],
          },
        });
        return verified ? authenticationInfo.newCounter : undefined;
      }),
  };
}
