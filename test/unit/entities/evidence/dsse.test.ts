// DSSE envelopes: the vector of the protocol, what a verifier must take and refuse, and a second implementation that agrees.
import { createPublicKey, generateKeyPairSync, sign } from 'node:crypto';
import { p256 } from '@noble/curves/nist.js';
import { crypto, dsse } from '@sigstore/core';
import { describe, expect, it } from 'vitest';
import {
  type Envelope,
  envelopeBytes,
  PAYLOAD_TYPE,
  readEnvelope,
  signedBytes,
  verifiedPayload,
} from '../../../../entities/evidence/dsse.model.ts';

const pairOf = () => {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const pem = publicKey.export({ type: 'spki', format: 'pem' }) as string;
  return { pem, signed: (message: Buffer) => sign('sha256', message, privateKey) };
};
const ours = pairOf();
const others = pairOf();

describe('the vector of the protocol document (DSSE 1.0, "Test Vectors")', () => {
  const TYPE = 'http://example.com/HelloWorld';
  const number = (decimal: string) =>
    Buffer.from(BigInt(decimal).toString(16).padStart(64, '0'), 'hex').toString('base64url');
  const jwk = {
    ...{ kty: 'EC', crv: 'P-256' },
    x: number('46950820868899156662930047687818585632848591499744589407958293238635476079160'),
    y: number('5640078356564379163099075877009565129882514886557779369047442380624545832820'),
  };
  const pem = createPublicKey({ key: jwk, format: 'jwk' }).export({ type: 'spki', format: 'pem' }) as string;
  const raw = 'A3JqsQGtVsJ2O2xqrI5IcnXip5GToJ3F+FnZ+O88SjtR6rDAajabZKciJTfUiHqJPcIAriEGAHTVeCUjW2JIZA==';
  /** The document has r and s side by side; ours are DER, as KMS makes them. */
  const sig = Buffer.from(p256.Signature.fromBytes(Buffer.from(raw, 'base64'), 'compact').toBytes('der'));

  it('has the signed bytes of the document', () => {
    expect(signedBytes(TYPE, Buffer.from('hello world')).toString()).toBe(
      'DSSEv1 29 http://example.com/HelloWorld 11 hello world',
    );
  });

  it('has a valid signature', () => {
    const signatures = [{ sig: sig.toString('base64') }];
    const envelope = { payload: 'aGVsbG8gd29ybGQ=', payloadType: TYPE, signatures };
    expect(verifiedPayload(envelope, pem, TYPE)?.toString()).toBe('hello world');
    expect(verifiedPayload(envelope, ours.pem, TYPE)).toBeUndefined();
  });
});

/** An envelope of these bytes, signed by us. */
function envelopeOf(payload: Buffer, over: Partial<Envelope> = {}, payloadType = PAYLOAD_TYPE): Envelope {
  const sig = ours.signed(signedBytes(payloadType, payload)).toString('base64');
  return { payloadType, payload: payload.toString('base64'), signatures: [{ sig }], ...over };
}
const urlSafe = (text: string) => text.replaceAll('+', '-').replaceAll('/', '_');

// Base64 of it has both characters that differ in the URL-safe form.
const STRANGE = Buffer.from([0xfb, 0xff, 0xbf, 0x3e, 0x3f]);
const signature = (envelope: Envelope) => envelope.signatures[0]?.sig ?? '';
const plain = envelopeOf(STRANGE);

describe('a verifier', () => {
  it.each<[string, Envelope]>([
    ['standard base64', plain],
    [
      'URL-safe base64',
      envelopeOf(STRANGE, { payload: urlSafe(plain.payload), signatures: [{ sig: urlSafe(signature(plain)) }] }),
    ],
    ['base64 without padding', { ...plain, payload: plain.payload.replace(/=+$/, '') }],
    ['an empty payload', envelopeOf(Buffer.alloc(0))],
    [
      'a keyid of another key, which is only a hint',
      { ...plain, signatures: [{ keyid: 'other', sig: signature(plain) }] },
    ],
    [
      'several signatures, one of them by the key',
      {
        ...plain,
        signatures: [
          { sig: others.signed(signedBytes(PAYLOAD_TYPE, STRANGE)).toString('base64') },
          ...plain.signatures,
        ],
      },
    ],
    ['a broken signature beside a good one', { ...plain, signatures: [{ sig: '!' }, ...plain.signatures] }],
  ])('takes %s', (_, envelope) => {
    const expected = envelope.payload === '' ? Buffer.alloc(0) : STRANGE;
    expect(verifiedPayload(envelope, ours.pem)).toEqual(expected);
  });

  it.each<[string, Envelope]>([
    ['another payload', { ...plain, payload: Buffer.from('other').toString('base64') }],
    ['another type in place of the signed one', { ...plain, payloadType: 'application/vnd.example+json' }],
    ['a signed type that it does not know', envelopeOf(STRANGE, {}, 'application/vnd.example+json')],
    ['an empty type', envelopeOf(STRANGE, {}, '')],
    ['a signature of the payload alone', { ...plain, signatures: [{ sig: ours.signed(STRANGE).toString('base64') }] }],
    [
      'a signature by another key',
      { ...plain, signatures: [{ sig: others.signed(signedBytes(PAYLOAD_TYPE, STRANGE)).toString('base64') }] },
    ],
    ['a payload that is not base64', { ...plain, payload: `${plain.payload}!` }],
    ['a payload with bits after its end', { ...plain, payload: '+/+/Pj9=' }],
    ['no signature', { ...plain, signatures: [] }],
  ])('refuses %s', (_, envelope) => {
    expect(verifiedPayload(envelope, ours.pem)).toBeUndefined();
  });

  it('refuses everything for a key that it cannot read', () => {
    expect(verifiedPayload(plain, 'no key')).toBeUndefined();
  });

  it('counts the bytes of a type, not its characters', () => {
    const type = 'application/vnd.exämple+json';
    expect(signedBytes(type, Buffer.from('ä')).toString()).toBe(`DSSEv1 29 ${type} 2 ä`);
    expect(verifiedPayload(envelopeOf(STRANGE, {}, type), ours.pem, type)).toEqual(STRANGE);
  });
});

describe('an envelope of ours', () => {
  const payload = Buffer.from('{"_type":"https://in-toto.io/Statement/v1","name":"ä 🚢"}');
  const bytes = envelopeBytes(payload, 'key-1', ours.signed(signedBytes(PAYLOAD_TYPE, payload)));

  it('is read as it was written', () => {
    const envelope = readEnvelope(bytes);
    expect(envelope?.signatures).toEqual([{ keyid: 'key-1', sig: expect.any(String) }]);
    expect(envelope && verifiedPayload(envelope, ours.pem)).toEqual(payload);
  });

  it('is valid by another implementation, @sigstore/core', () => {
    const { payloadType, payload: text, signatures } = JSON.parse(bytes.toString());
    const message = dsse.preAuthEncoding(payloadType, Buffer.from(text, 'base64'));
    const sig = Buffer.from(signatures[0].sig, 'base64');
    expect(crypto.verify(message, crypto.createPublicKey(ours.pem), sig, 'sha256')).toBe(true);
    expect(crypto.verify(message, crypto.createPublicKey(others.pem), sig, 'sha256')).toBe(false);
  });

  it.each(['', 'null', '[]', '{}', '{"payloadType":"x","payload":"","signatures":[]}', 'not JSON'])(
    'is not read from %j',
    (text) => {
      expect(readEnvelope(Buffer.from(text))).toBeUndefined();
    },
  );
});
