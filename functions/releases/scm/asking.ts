// Writes on the release the branch, tag or page that it is about to make in its SCM. So a repetition knows which ones an earlier attempt
// may have made, and takes no other as its own.
import { baseErrors } from '../../../entities/_base/conflicts.ts';
import { isDomainError } from '../../../entities/_base/errors.ts';
import type { TenantId } from '../../../entities/_base/ids.ts';
import { isoOf } from '../../../entities/_base/time/iso.ts';
import type { ReleaseItem } from '../../../entities/releases/release.entity.ts';
import type { Ownership } from '../../_adapters/adapter.ts';
import type { Caller } from '../../_kit/save.ts';
import { auditOf } from '../deps.ts';
import type { TaskDeps } from '../tasks/step.ts';

export interface Asking {
  /** The release after the writes of `ask`. */
  readonly release: () => ReleaseItem;
  /** Makes the branch, tag or page of that name; `make` gets its ownership as the release knows it. */
  readonly ask: <Made>(kind: Kind, name: string, make: (ownership: Ownership) => Promise<Made>) => Promise<Made>;
}

type Kind = 'branch' | 'tag' | 'page';

const EXISTS = ['integration.branch_exists', 'integration.tag_exists', 'integration.page_exists'];

export function createAsking(loaded: ReleaseItem, caller: Caller, deps: TaskDeps): Asking {
  let release = loaded;

  function ownershipOf(kind: Kind, name: string): Ownership {
    const known = release.askedFor?.find((asked) => asked.startsWith(`${kind} ${name} `));
    return {
      mayBeOurs: known !== undefined,
      askedAt: known?.split(' ').at(-1),
      ifExists: kind === 'branch' ? release.existingBranch : release.existingTag,
      async beforeMaking(sha) {
        const others = release.askedFor?.filter((asked) => asked !== known) ?? [];
        const askedFor = [...others, `${kind} ${name} ${sha}`];
        const at = isoOf(caller.at);
        await deps.save(caller, {
          writes: [deps.releases.update(release, at, { askedFor })],
          events: [],
          audit: auditOf(release, 'release.scm_asked', { [kind]: name, sha }),
        });
        release = { ...release, askedFor, updatedAt: at, revision: release.revision + 1 };
      },
    };
  }

  /** Another run of the task may have made it since the release was loaded: then it is the release's own. */
  async function assertUnchanged(): Promise<void> {
    const { tenantId, releaseId, revision } = release;
    const now = await deps.releases.whole(tenantId as TenantId, releaseId);
    if (now.release.revision !== revision) throw baseErrors.conflict();
  }

  return {
    release: () => release,
    async ask(kind, name, make) {
      try {
        return await make(ownershipOf(kind, name));
      } catch (error) {
        if (isDomainError(error) && EXISTS.includes(error.code)) await assertUnchanged();
        throw error;
      }
    },
  };
}
