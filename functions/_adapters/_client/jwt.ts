// Signed JSON Web Tokens (RFC 7515, compact form) for the stores, with node:crypto only.
import { createPrivateKey, type KeyObject, sign } from 'node:crypto';
import { integrationErrors } from '../../../entities/integrations/errors.ts';

export interface TokenToSign {
  /** ES256 needs an EC P-256 key, RS256 an RSA key. */
  readonly algorithm: 'ES256' | 'RS256';
  readonly keyId?: string;
  /** Times in seconds since the epoch, as in RFC 7519. */
  readonly claims: Readonly<Record<string, string | number>>;
  /** PKCS#8 PEM; line breaks may be written `\n`, as in a service account's JSON file. */
  readonly privateKey: string;
}

/** Throws `integration.unauthorized` if the key does not fit the algorithm. */
export function signToken({ algorithm, keyId, claims, privateKey }: TokenToSign): string {
  const key = readKey(privateKey, algorithm);
  const header = { alg: algorithm, typ: 'JWT', ...(keyId && { kid: keyId }) };
  const content = `${encode(header)}.${encode(claims)}`;
  const signature = sign('sha256', Buffer.from(content), { key, dsaEncoding: 'ieee-p1363' });
  return `${content}.${signature.toString('base64url')}`;
}

function readKey(pem: string, algorithm: TokenToSign['algorithm']): KeyObject {
  const key = parseKey(pem.replaceAll('\\n', '\n'));
  const isRight =
    algorithm === 'RS256' ? key?.asymmetricKeyType === 'rsa' : key?.asymmetricKeyDetails?.namedCurve === 'prime256v1';
  if (key && isRight) return key;
  const wanted = algorithm === 'RS256' ? 'an RSA key' : 'an EC P-256 key';
  throw integrationErrors.unauthorized({ detail: `privateKey must be a PKCS#8 PEM of ${wanted}` });
}

/** OpenSSL's message about a broken key does not help and could quote the key. */
function parseKey(pem: string): KeyObject | undefined {
  try {
    return createPrivateKey(pem);
  } catch {
    return undefined;
  }
}

const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
