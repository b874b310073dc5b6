// A commit as a line of release notes. A merge names its pull or merge request, in the words of GitHub, GitLab and Bitbucket; a merge of
// branches without a request has no line. Squashed requests have their number in the title. Pure.
import { cutTo } from '../../../entities/_base/text.ts';
import type { ScmCommit } from '../../_adapters/adapter.ts';

/** First lines of merges; the group is the request's number. */
const REQUEST = /^(?:Merge pull request (#\d+) from |Merged in .+ \(pull request (#\d+)\)$)/;
/** GitLab names the request in the last line. */
const GITLAB_REQUEST = /^See merge request \S*(!\d+)$/m;
const MERGE = /^Merge (?:(?:remote-tracking )?branch|tag|commit) /;

/** Of a title in a list, in characters. */
const TITLE_LENGTH = 500;
/** The number at the end of the title of a squashed request. */
const NUMBER = / \((?:[#!]\d+|pull request #\d+)\)$/;

/**
 * `- Refund a payment (#14) (f3c01b8, Ada)`; undefined for a commit that notes leave out. `literal` escapes foreign text for the place
 * of the notes; the number of the request stays a reference there.
 */
export function changeLine({ sha, message, author }: ScmCommit, literal = (text: string) => text): string | undefined {
  const [first = '', ...rest] = message.split('\n').map((line) => line.trim());
  const by = `(${sha.slice(0, 7)}, ${literal(cutTo(author, TITLE_LENGTH))})`;
  const [, github, bitbucket] = REQUEST.exec(first) ?? [];
  const number = github ?? bitbucket ?? (MERGE.test(first) ? GITLAB_REQUEST.exec(message)?.[1] : undefined);
  if (number === undefined && MERGE.test(first)) return undefined;
  const title =
    number === undefined ? first : (rest.find((line) => line !== '' && !GITLAB_REQUEST.test(line)) ?? first);
  const named = NUMBER.exec(title)?.[0] ?? '';
  const words = literal(cutTo(title.slice(0, title.length - named.length), TITLE_LENGTH));
  const isNamed = number === undefined || title.includes(number);
  return `- ${words}${named}${isNamed ? '' : ` (${number})`} ${by}`;
}
