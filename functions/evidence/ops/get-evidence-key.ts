// Answers the public key that verifies evidence, as PEM.
import type { Ops } from '../deps.ts';

export const getEvidenceKey: Ops['getEvidenceKey'] = async (_, { key }) => ({ body: await key.publicKey() });
