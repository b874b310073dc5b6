// The dependencies that every `api` function hands to the HTTP bundle, built once at cold start.

import type { Table } from '../../../entities/_base/table/table.ts';
import { createIdempotencyRepo } from '../../../entities/idempotency/idempotency.repo.ts';
import { createCommit } from '../commit.ts';
import type { HttpKit } from './http-handler.ts';

export const createHttpKit = (table: Table, now: () => number = Date.now): HttpKit => ({
  now,
  commit: createCommit(table),
  idempotency: createIdempotencyRepo(table),
});
