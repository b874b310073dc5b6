// The dependencies of operations and consumers of the people domain.
import type { PeopleRepo } from '../../entities/people/people.repo.ts';
import type { Operations } from '../_kit/http/http-handler.ts';
import type { manifest } from './manifest.ts';

export interface PeopleDeps {
  readonly people: PeopleRepo;
}

/** The operations, by their names in the manifest. */
export type Ops = Operations<typeof manifest, PeopleDeps>;
