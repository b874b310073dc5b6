// A commit or ticket of a release, for the search alone. Written without event and audit entry: the cycles and notes of the release
// show its commits.
import { defineRecord, expiring, type ItemOf, text } from '../../_base/table/entity.ts';
import { releaseContentKeys } from './release-content.keys.ts';

export const releaseContentDefinition = defineRecord('releaseContent', releaseContentKeys, {
  start: text,
  /** The sha of a commit, or the key of a ticket, in lower case. */
  word: text,
  releaseId: text,
  ...expiring,
});
export type ReleaseContentItem = ItemOf<typeof releaseContentDefinition>;
