// The people behind the commits of a release: those since the previous version, from the cut of its branch on.
import { defineRecord, type ItemOf, list, map, text } from '../../_base/table/entity.ts';
import { releaseAuthorsKeys } from '../release.keys.ts';

export const releaseAuthorsDefinition = defineRecord('releaseAuthors', releaseAuthorsKeys, {
  releaseId: text,
  /** The users to whom the accounts belonged when the commits were read: nobody stops being an author by giving up an account. */
  users: list(text),
  /** The accounts, as identities name them: one may become known later. */
  accounts: list(map({ provider: text, externalId: text })),
});

export type ReleaseAuthorsItem = ItemOf<typeof releaseAuthorsDefinition>;
