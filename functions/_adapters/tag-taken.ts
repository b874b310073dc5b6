// A tag that is somebody else's, in words that tell people what to do: most often another service of the same repository has it.
import type { DomainError } from '../../entities/_base/errors.ts';
import { integrationErrors } from '../../entities/integrations/errors.ts';

interface TakenTag {
  readonly tag: string;
  /** `acme/app` */
  readonly repository: string;
  /** The commit that the tag is at, and the one it should be at, for which `ref` stands. */
  readonly tagged: string;
  readonly sha: string;
  readonly ref: string;
}

export function tagTaken({ tag, repository, tagged, sha, ref }: TakenTag): DomainError {
  const where = `The tag ${tag} of ${repository} is at ${tagged}, not at ${sha}, which ${ref} stands for.`;
  const wayOut =
    'Where services share a repository, a tagFormat such as {service}-v{version} in the config of the SCM integration keeps their tags apart; then retry.';
  return integrationErrors.refused({ detail: `${where} ${wayOut}` });
}
