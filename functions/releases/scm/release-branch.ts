// The head of a release branch, which somebody may have deleted or renamed since it was cut.
import { integrationErrors } from '../../../entities/integrations/errors.ts';
import type { ReleaseItem } from '../../../entities/releases/release.entity.ts';
import type { ScmClient } from '../../_adapters/adapter.ts';

/** Throws `integration.refused` if the branch does not exist. */
export async function headOfRelease(
  scm: Pick<ScmClient, 'headOf'>,
  { branchRelease: branch }: Pick<ReleaseItem, 'branchRelease'>,
): Promise<string> {
  const head = await scm.headOf({ branch });
  if (head) return head.sha;
  const detail = `The branch ${branch} does not exist any more: somebody deleted or renamed it. Restore it, then retry`;
  throw integrationErrors.refused({ detail });
}
