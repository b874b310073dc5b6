// A software authenticator: makes passkeys (ES256, attestation none) and signs challenges as a browser's WebAuthn API answers them.
// WebAuthn Level 3, sections 6 and 7; CTAP2's canonical CBOR; RFC 9052 (COSE).
import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';

type Cbor = number | string | Buffer | ReadonlyMap<number | string, Cbor>;

function head(major: number, length: number): Buffer {
  if (length < 24) return Buffer.from([(major << 5) | length]);
  return length < 256
    ? Buffer.from([(major << 5) | 24, length])
    : Buffer.from([(major << 5) | 25, length >> 8, length & 255]);
}

function cbor(value: Cbor): Buffer {
  if (typeof value === 'number') return value >= 0 ? head(0, value) : head(1, -1 - value);
  if (typeof value === 'string') return Buffer.concat([head(3, Buffer.byteLength(value)), Buffer.from(value)]);
  if (Buffer.isBuffer(value)) return Buffer.concat([head(2, value.length), value]);
  const entries = [...(value as ReadonlyMap<number | string, Cbor>)];
  return Buffer.concat([head(5, entries.length), ...entries.flatMap(([key, item]) => [cbor(key), cbor(item)])]);
}

const sha256 = (data: Buffer | string) => createHash('sha256').update(data).digest();
const USER_PRESENT = 1;
const USER_VERIFIED = 4;
const HAS_CREDENTIAL = 64;

interface Credential {
  readonly id: Buffer;
  readonly privateKey: KeyObject;
  readonly coseKey: Buffer;
  counter: number;
}

export interface Options {
  readonly challenge: string;
}

/** `origin` is that of the page on which the browser is. */
export function createAuthenticator(origin: string) {
  const rpIdHash = sha256(new URL(origin).hostname);
  const credentials: Credential[] = [];

  function make(): Credential {
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const { x = '', y = '' } = publicKey.export({ format: 'jwk' });
    const key = new Map<number, Cbor>([
      ...([
        [1, 2],
        [3, -7],
        [-1, 1],
      ] as const),
      [-2, Buffer.from(x, 'base64url')],
      [-3, Buffer.from(y, 'base64url')],
    ]);
    return { id: randomBytes(32), privateKey, coseKey: cbor(key), counter: 0 };
  }
  const authData = (flags: number, counter: number, further = Buffer.alloc(0)) => {
    const count = Buffer.alloc(4);
    count.writeUInt32BE(counter);
    return Buffer.concat([rpIdHash, Buffer.from([flags]), count, further]);
  };
  const clientData = (type: string, challenge: string) =>
    Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false }));
  const answer = (id: Buffer, response: object) => {
    const text = id.toString('base64url');
    return { id: text, rawId: text, type: 'public-key', clientExtensionResults: {}, response };
  };

  return {
    /** navigator.credentials.create() */
    create({ challenge }: Options) {
      const credential = make();
      credentials.push(credential);
      const { id, coseKey } = credential;
      const attested = Buffer.concat([Buffer.alloc(16), Buffer.from([id.length >> 8, id.length & 255]), id, coseKey]);
      const data = authData(USER_PRESENT | USER_VERIFIED | HAS_CREDENTIAL, 0, attested);
      const attestation = new Map<string, Cbor>([
        ['fmt', 'none'],
        ['attStmt', new Map()],
        ['authData', data],
      ]);
      return answer(id, {
        clientDataJSON: clientData('webauthn.create', challenge).toString('base64url'),
        attestationObject: cbor(attestation).toString('base64url'),
        transports: ['internal'],
      });
    },

    /** navigator.credentials.get(), with the passkey that was made last. `counted` false: a cloned authenticator repeats its count. */
    get({ challenge }: Options, { counted = true } = {}) {
      const credential = credentials.at(-1);
      if (!credential) throw new Error('no passkey was made');
      if (counted) credential.counter += 1;
      const data = authData(USER_PRESENT | USER_VERIFIED, credential.counter);
      const client = clientData('webauthn.get', challenge);
      const signature = sign('sha256', Buffer.concat([data, sha256(client)]), credential.privateKey);
      return answer(credential.id, {
        clientDataJSON: client.toString('base64url'),
        authenticatorData: data.toString('base64url'),
        signature: signature.toString('base64url'),
      });
    },
  };
}
