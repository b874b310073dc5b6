// The repositories by which tasks read, create and describe releases: made once per function.
import type { Table } from '../../../entities/_base/table/table.ts';
import { createReleaseListRepo, type ReleaseListRepo } from '../../../entities/releases/lists/release-list.repo.ts';
import { createReleaseNotesRepo, type ReleaseNotesRepo } from '../../../entities/releases/notes/release-notes.repo.ts';
import {
  createReleaseOriginRepo,
  type ReleaseOriginRepo,
} from '../../../entities/releases/planning/release-origin.repo.ts';
import { createReleaseRepo, type ReleaseRepo } from '../../../entities/releases/release.repo.ts';
import { createTenantRepo, type TenantRepo } from '../../../entities/tenants/tenant.repo.ts';
import { createTrainRepo, type TrainRepo } from '../../../entities/trains/train.repo.ts';

export interface PlanningSources {
  readonly releases: ReleaseRepo;
  readonly releaseList: ReleaseListRepo;
  readonly tenants: TenantRepo;
  readonly trains: Pick<TrainRepo, 'find'>;
  readonly origins: ReleaseOriginRepo;
  readonly notes: ReleaseNotesRepo;
}

export const createPlanningSources = (table: Table): PlanningSources => ({
  releases: createReleaseRepo(table),
  releaseList: createReleaseListRepo(table),
  tenants: createTenantRepo(table),
  trains: createTrainRepo(table),
  origins: createReleaseOriginRepo(table),
  notes: createReleaseNotesRepo(table),
});
