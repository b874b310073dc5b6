// Passkeys in the browser (WebAuthn Level 3): the options of the API with their bytes, and the authenticator's answer as JSON. Written
// out, because not every browser has the JSON methods of PublicKeyCredential.
import { Refusal } from '../../app/connection.ts';

type Json = Readonly<Record<string, unknown>>;

function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  return Uint8Array.from(binary, (character) => character.charCodeAt(0));
}

function textOf(buffer: ArrayBuffer): string {
  const binary = Array.from(new Uint8Array(buffer), (byte) => String.fromCharCode(byte)).join('');
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}

interface Descriptor extends Json {
  readonly id: string;
}
const withBytes = (descriptors: unknown) =>
  ((descriptors ?? []) as Descriptor[]).map((one) => ({ ...one, id: bytesOf(one.id) }));

/** The answer of the authenticator; a Refusal if the person or the browser declines. */
async function answered(asking: Promise<Credential | null>): Promise<PublicKeyCredential> {
  let detail = '';
  try {
    const given = await asking;
    if (given instanceof PublicKeyCredential) return given;
  } catch (error) {
    const { name, message } = error as Error;
    detail = name === 'InvalidStateError' ? 'This device holds a passkey of yours already.' : message;
  }
  throw new Refusal(0, { code: 'console.no_passkey', title: 'The browser gave no passkey', detail });
}

const shown = ({ id, rawId, type }: PublicKeyCredential, response: Json): Json => ({
  ...{ id, rawId: textOf(rawId), type, clientExtensionResults: {}, response },
});

/** Makes a passkey: navigator.credentials.create(). */
export async function makePasskey(options: Json): Promise<Json> {
  const { user, challenge, excludeCredentials } = options as { user: Descriptor; challenge: string } & Json;
  const publicKey = {
    ...options,
    challenge: bytesOf(challenge),
    user: { ...user, id: bytesOf(user.id) },
    excludeCredentials: withBytes(excludeCredentials),
  };
  const made = await answered(navigator.credentials.create({ publicKey: publicKey as never }));
  const response = made.response as AuthenticatorAttestationResponse;
  return shown(made, {
    clientDataJSON: textOf(response.clientDataJSON),
    attestationObject: textOf(response.attestationObject),
    transports: response.getTransports(),
  });
}

/** Signs the challenge with a passkey: navigator.credentials.get(). */
export async function signWithPasskey(options: Json): Promise<Json> {
  const { challenge, allowCredentials } = options as { challenge: string } & Json;
  const publicKey = { ...options, challenge: bytesOf(challenge), allowCredentials: withBytes(allowCredentials) };
  const used = await answered(navigator.credentials.get({ publicKey: publicKey as never }));
  const { clientDataJSON, authenticatorData, signature, userHandle } = used.response as AuthenticatorAssertionResponse;
  return shown(used, {
    clientDataJSON: textOf(clientDataJSON),
    authenticatorData: textOf(authenticatorData),
    signature: textOf(signature),
    ...(userHandle && { userHandle: textOf(userHandle) }),
  });
}
