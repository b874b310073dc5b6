// Bundled into functions in place of the ASN.1 and X.509 packages of `@simplewebauthn/server`, 370 KB for the certificates of
// authenticators' makers, which Windlass never asks for (attestation `none`). Only an ECDSA signature is ever parsed. bundle.ts
// names it.

const never = (): never => {
  throw new Error('attestation by certificates is not accepted');
};

/** The type of ECDSA signatures: a sequence of two integers (RFC 3279, section 2.2.3). */
export class ECDSASigValue {}

const SEQUENCE = 0x30;
const INTEGER = 0x02;

/** A value in DER at `at`, of less than 128 bytes as signatures of P-256 and P-384 are, or with one byte of length. */
function valueAt(bytes: Uint8Array, at: number, type: number): { value: Uint8Array; end: number } {
  const isLong = bytes[at + 1] === 0x81;
  const from = at + (isLong ? 3 : 2);
  const end = from + Number(bytes[at + (isLong ? 2 : 1)]);
  if (bytes[at] !== type || end > bytes.length) throw new Error('the signature is not in DER');
  return { value: bytes.subarray(from, end), end };
}

export const AsnParser = {
  parse(signature: Uint8Array, type: unknown): { r: Uint8Array; s: Uint8Array } {
    if (type !== ECDSASigValue) return never();
    const { value } = valueAt(signature, 0, SEQUENCE);
    const r = valueAt(value, 0, INTEGER);
    return { r: r.value, s: valueAt(value, r.end, INTEGER).value };
  },
};

class Unused {
  constructor() {
    never();
  }
}

export {
  Unused as AuthorityKeyIdentifierExtension,
  Unused as BasicConstraints,
  Unused as Certificate,
  Unused as CRLDistributionPointsExtension,
  Unused as ECParameters,
  Unused as ExtendedKeyUsage,
  Unused as KeyDescription,
  Unused as OctetString,
  Unused as RSAPublicKey,
  Unused as SubjectAlternativeName,
  Unused as SubjectKeyIdentifierExtension,
  Unused as X509Certificate,
  Unused as X509ChainBuilder,
  Unused as X509Crl,
};

const id = 'unused';

export {
  id as id_ce_basicConstraints,
  id as id_ce_extKeyUsage,
  id as id_ce_keyDescription,
  id as id_ce_subjectAltName,
  id as id_ecdsaWithSHA256,
  id as id_ecdsaWithSHA384,
  id as id_ecdsaWithSHA512,
  id as id_ecPublicKey,
  id as id_ml_dsa_44,
  id as id_ml_dsa_65,
  id as id_ml_dsa_87,
  id as id_rsaEncryption,
  id as id_secp256r1,
  id as id_secp384r1,
  id as id_sha1WithRSAEncryption,
  id as id_sha256WithRSAEncryption,
  id as id_sha384WithRSAEncryption,
  id as id_sha512WithRSAEncryption,
};
