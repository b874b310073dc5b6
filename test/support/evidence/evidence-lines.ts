// A file of a release's evidence, signed by a key of the tests.
import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import { genesisOf, sha256 } from '../../../entities/evidence/chain.model.ts';
import { envelopeBytes, PAYLOAD_TYPE, signedBytes } from '../../../entities/evidence/dsse.model.ts';
import { headerLine, packetLine } from '../../../entities/evidence/evidence-file.model.ts';
import { headStatementBytes, packetStatementBytes } from '../../../entities/evidence/statement.model.ts';

const TENANT = '0192f000-0000-7000-8000-000000000001';
export const RELEASE = '0192f000-0000-7000-8000-0000000000b1';
/** The time of all packets. */
export const AT = '2026-06-01T12:00:00.000Z';
export const newKey = () => {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const pem = publicKey.export({ type: 'spki', format: 'pem' }) as string;
  return {
    pem,
    sealed: (payload: Buffer) =>
      envelopeBytes(payload, 'key-1', sign('sha256', signedBytes(PAYLOAD_TYPE, payload), privateKey)),
  };
};
export type Key = ReturnType<typeof newKey>;
/** The lines of a file with so many packets of the release; the tenant has a packet of another release before each. */
export function linesOf(
  count: number,
  { key, releaseId = RELEASE, facts = {} }: { key: Key; releaseId?: string; facts?: object },
) {
  let previousHash = genesisOf(TENANT, releaseId);
  let head = '';
  const lines = Array.from({ length: count }, (_, index) => {
    const packetId = `packet-${index + 1}`;
    const place = { number: (index + 1) * 2, previousHash: createHash('sha256').update(`${index}`).digest('hex') };
    const previousAt = index === 0 ? null : AT;
    const named = { packetId, tenantId: TENANT, type: 'DECISION', subjectType: 'Promotion', subjectId: 'p' } as const;
    const bytes = key.sealed(
      packetStatementBytes(
        [{ name: 'api', digest: { sha256: 'a'.repeat(64) } }],
        {
          ...{ ...named, releaseId, recordedAt: AT, chain: { ...place, previousAt: AT } },
          releaseChain: { number: index + 1, previousHash, previousAt },
        },
        { ...facts },
      ),
    );
    const contentHash = sha256(bytes);
    const end = { tenantId: TENANT, releaseId, recordedAt: AT, number: index + 1, contentHash, keyId: 'key-1' };
    head = key.sealed(headStatementBytes(packetId, end)).toString();
    previousHash = contentHash;
    return packetLine(
      { packetId, type: 'DECISION', number: place.number, releaseNumber: index + 1, contentHash },
      bytes,
    );
  });
  return [headerLine({ tenantId: TENANT, releaseId, keyId: 'key-1', publicKey: key.pem, head }), ...lines];
}
