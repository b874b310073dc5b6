// The dependencies of the removal of a tenant's releases, beside those of every task.
import type { Table } from '../../../entities/_base/table/table.ts';
import { type ApprovalRepo, createApprovalRepo } from '../../../entities/approvals/approval.repo.ts';
import {
  createReleaseCascadeRepo,
  type ReleaseCascadeRepo,
} from '../../../entities/releases/removal/release-cascade.repo.ts';
import { createTenantPresence, type IsTenantThere } from '../../../entities/tenants/removal/tenant-presence.repo.ts';
import type { HasTime } from '../../../entities/tenants/removal/tenant-remains.repo.ts';

export interface Cascade {
  readonly releases: ReleaseCascadeRepo;
  readonly approvals: Pick<ApprovalRepo, 'removeOf'>;
  readonly isThere: IsTenantThere;
  readonly hasTime: HasTime;
}

/** The time that a page of releases may take. */
const PAGE_MS = 30_000;

/** `leftMs`: milliseconds until the function's time-out. */
export const createCascade = (table: Table, leftMs: () => number): Cascade => ({
  releases: createReleaseCascadeRepo(table),
  approvals: createApprovalRepo(table),
  isThere: createTenantPresence(table),
  hasTime: () => leftMs() > PAGE_MS,
});
