// The `api` function of the people domain.
import { createPeopleRepo } from '../../entities/people/people.repo.ts';
import { apiOf, type Operations } from '../_kit/http/http-handler.ts';
import type { PeopleDeps } from './deps.ts';
import { manifest } from './manifest.ts';
import { listMembers } from './ops/list-members.ts';

export const operations: Operations<typeof manifest, PeopleDeps> = { listMembers };

export const handler = apiOf(manifest, operations, ({ table }) => ({ people: createPeopleRepo(table) }));
