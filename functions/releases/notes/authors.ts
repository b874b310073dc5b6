// Keeps the people behind the commits of a release, of whom none may approve its promotion where duties are separate: when its branch is
// cut, of all commits since the previous version, and with each cycle of the commits that were added.
import { isDomainError } from '../../../entities/_base/errors.ts';
import type { TenantId } from '../../../entities/_base/ids.ts';
import type { Write } from '../../../entities/_base/table/table.ts';
import type { ReleaseItem } from '../../../entities/releases/release.entity.ts';
import type { ScmClient, ScmCommit } from '../../_adapters/adapter.ts';
import { type Account, distinct, usersBehind } from '../../_kit/accounts/users-behind.ts';
import type { TaskDeps } from '../tasks/step.ts';
import { startOfNotes } from './notes.ts';

/** As many as an SCM client lists. */
const MOST_COMMITS = 1000;
/** Accounts that are looked up, and those that are kept to be looked up again: DynamoDB's limit of an item is far. */
const MOST_ACCOUNTS = 2500;
const MOST_KEPT = 1000;

/** Those by whom commits are known come before co-authors, of whom a message may name any number. */
function accountsOf(commits: readonly ScmCommit[]): Account[] {
  const ranked = commits.flatMap(({ accounts }) => accounts.map((account, rank) => ({ account, rank })));
  return distinct(ranked.toSorted((one, other) => one.rank - other.rank).map(({ account }) => account));
}

/** The commits that are new in this release; of a repository without the previous version, its last ones. */
async function commitsOf(scm: ScmClient, release: ReleaseItem, head: string, deps: TaskDeps) {
  const base = await startOfNotes(scm, release, deps);
  const last = () => scm.commitsBetween({ head, limit: MOST_COMMITS });
  if (base === undefined) return last();
  try {
    return await scm.commitsBetween({ base, head, limit: MOST_COMMITS });
  } catch (error) {
    if (isDomainError(error) && error.code === 'integration.ref_unknown') return last();
    throw error;
  }
}

/** The write that adds the people behind these commits to those that are known. */
export async function authorsWith(
  { tenantId, releaseId }: Pick<ReleaseItem, 'tenantId' | 'releaseId'>,
  commits: readonly ScmCommit[],
  { releases, people }: Pick<TaskDeps, 'releases' | 'people'>,
): Promise<Write> {
  const known = await releases.authors.find(tenantId, releaseId);
  const accounts = accountsOf(commits);
  const users = await usersBehind(tenantId as TenantId, accounts.slice(0, MOST_ACCOUNTS), people);
  const kept = distinct([...(known?.accounts ?? []), ...accounts]).slice(0, MOST_KEPT);
  return releases.authors.keep({
    ...{ tenantId, releaseId },
    users: [...new Set([...(known?.users ?? []), ...users])].sort(),
    accounts: kept.map(({ provider, externalId }) => ({ provider, externalId })),
  });
}

/** Of a release whose branch is cut at `head`. None if the SCM refuses to list its commits: a release is not held for it. */
export async function authorsAt(
  scm: ScmClient,
  release: ReleaseItem,
  head: string,
  deps: TaskDeps,
): Promise<readonly Write[]> {
  try {
    return [await authorsWith(release, await commitsOf(scm, release, head, deps), deps)];
  } catch (error) {
    if (!isDomainError(error) || error.code !== 'integration.refused') throw error;
    return [];
  }
}
