// A commit as a line of release notes. A merge says which pull or merge request it brought, in the words of GitHub, GitLab and
// Bitbucket; one that only brings branches together is nothing new. Pure. Squashed requests have their number in the title.
import type { ScmCommit } from '../_adapters/adapter.ts';

/** First lines of merges; the group is the request's number. */
const REQUEST = /^(?:Merge pull request (#\d+) from |Merged in .+ \(pull request (#\d+)\)$)/;
/** GitLab names the request in the last line. */
const GITLAB_REQUEST = /^See merge request \S*(!\d+)$/m;
const MERGE = /^Merge (?:(?:remote-tracking )?branch|tag|commit) /;

/** `- Refund a payment (#14) (f3c01b8, Ada)`; undefined for a commit that notes leave out. */
export function changeLine({ sha, message, author }: ScmCommit): string | undefined {
  const [first = '', ...rest] = message.split('\n').map((line) => line.trim());
  const by = `(${sha.slice(0, 7)}, ${author})`;
  const [, github, bitbucket] = REQUEST.exec(first) ?? [];
  const number = github ?? bitbucket ?? (MERGE.test(first) ? GITLAB_REQUEST.exec(message)?.[1] : undefined);
  if (number === undefined) return MERGE.test(first) ? undefined : `- ${first} ${by}`;
  const title = rest.find((line) => line !== '' && !GITLAB_REQUEST.test(line)) ?? first;
  return title.includes(number) ? `- ${title} ${by}` : `- ${title} (${number}) ${by}`;
}
