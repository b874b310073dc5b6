// The stand-in for the ASN.1 packages: it reads ECDSA signatures, and refuses everything else.
import { generateKeyPairSync, randomBytes, sign, verify } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { AsnParser, Certificate, ECDSASigValue } from '../../../../infra/bundle/stand-ins/attestation.ts';

describe('the stand-in for ASN.1', () => {
  it.each([
    ['P-256', 32],
    ['P-384', 48],
    ['P-521', 66],
  ])('reads 200 signatures of %s: the two numbers of each verify', (namedCurve, length) => {
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve });
    const fixed = (value: Uint8Array) => Buffer.concat([Buffer.alloc(length), value]).subarray(-length);
    for (let count = 0; count < 200; count++) {
      const data = randomBytes(32);
      const { r, s } = AsnParser.parse(sign('sha256', data, privateKey), ECDSASigValue);
      const signature = Buffer.concat([fixed(r), fixed(s)]);
      expect(verify('sha256', data, { key: publicKey, dsaEncoding: 'ieee-p1363' }, signature)).toBe(true);
    }
  });

  it.each([
    ['nothing', ''],
    ['another type', '020101'],
    ['a length beyond its end', '3046022100'],
    ['one number', '3003020101'],
    ['text for a number', '30060c0161020101'],
  ])('refuses %s', (_, hex) => {
    expect(() => AsnParser.parse(Buffer.from(hex, 'hex'), ECDSASigValue)).toThrow('the signature is not in DER');
  });

  it('refuses certificates', () => {
    expect(() => AsnParser.parse(Buffer.from('30', 'hex'), Certificate)).toThrow('not accepted');
    expect(() => new Certificate()).toThrow('not accepted');
  });
});
