// The dependencies of operations of the audit domain.
import type { AuditLogRepo } from '../../entities/audit/audit-log.repo.ts';
import type { Operations } from '../_kit/http/http-handler.ts';
import type { manifest } from './manifest.ts';
import type { Signer } from './sealing/signer.ts';

export interface AuditDeps {
  readonly log: AuditLogRepo;
  readonly signer: Pick<Signer, 'publicKey'>;
}

/** The operations, by their names in the manifest. */
export type Ops = Operations<typeof manifest, AuditDeps>;
