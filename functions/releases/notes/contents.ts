// Notes the commits of a release and the tickets that their messages name, so that a search finds the release.
import { wordsOf } from '../../../entities/releases/contents/release-content.model.ts';
import type { ReleaseItem } from '../../../entities/releases/release.entity.ts';
import type { ScmCommit } from '../../_adapters/adapter.ts';
import type { TaskDeps } from '../tasks/step.ts';

export const noteContents = (
  release: ReleaseItem,
  commits: readonly ScmCommit[],
  { contents, now }: Pick<TaskDeps, 'contents' | 'now'>,
): Promise<void> => contents.note(release, wordsOf(commits), now());
