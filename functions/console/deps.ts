// The dependencies of the console's operations.
import type { AuditLogRepo } from '../../entities/audit/audit-log.repo.ts';
import type { Operations } from '../_kit/http/http-handler.ts';
import type { manifest } from './manifest.ts';

export interface ConsoleDeps {
  readonly log: AuditLogRepo;
}

/** The operations, by their names in the manifest. */
export type Ops = Operations<typeof manifest, ConsoleDeps>;
