// The refs of a repository in the stand-ins for GitHub, GitLab and Bitbucket: `main`, the tag v1.0.0, and those that callers made.
// Kept under `<repository> <full name>` in the collection `refs`; a deleted ref is kept as null.
import type { Call } from '../stand-in.ts';
import { type Commit, findCommit, firstReleased, givenCommits } from './commits.ts';

export type RefKind = 'branch' | 'tag';

/** `name` is the full one, such as `refs/heads/main`; `type` is that of the object that `sha` names. */
export type Ref = { name: string; sha: string; type: 'commit' | 'tag'; message: string };

/** An annotated tag object as kept under `<repository> <hash>` in the collection `tags`. */
export type TagObject = { sha: string; tag: string; message: string; target: string };

export const fullName = (kind: RefKind, name: string): string => `refs/${kind === 'branch' ? 'heads' : 'tags'}/${name}`;

export const shortName = ({ name }: Ref): string => name.replace(/^refs\/(heads|tags)\//, '');

/** A ref by its full name. */
export function findRef(call: Call, repository: string, name: string): Ref | undefined {
  const kept = call.state.get<Ref | null>('refs', `${repository} ${name}`);
  return kept === undefined ? givenRefs(repository).find((ref) => ref.name === name) : (kept ?? undefined);
}

function givenRefs(repository: string): Ref[] {
  const main = givenCommits(repository).at(-1)?.sha ?? '';
  return [
    { name: 'refs/heads/main', sha: main, type: 'commit', message: '' },
    { name: 'refs/tags/v1.0.0', sha: firstReleased(repository).sha, type: 'commit', message: '' },
  ];
}

/** Makes or moves a ref to a commit, unless another type is given. */
export const saveRef = (
  call: Call,
  repository: string,
  { type = 'commit', message = '', ...ref }: Pick<Ref, 'name' | 'sha'> & Partial<Ref>,
): Ref => call.state.put('refs', `${repository} ${ref.name}`, { ...ref, type, message });

export const deleteRef = (call: Call, repository: string, name: string): null =>
  call.state.put('refs', `${repository} ${name}`, null);

export const findTag = (call: Call, repository: string, sha: string): TagObject | undefined =>
  call.state.get<TagObject>('tags', `${repository} ${sha}`);

export const saveTag = (call: Call, repository: string, tag: TagObject): TagObject =>
  call.state.put('tags', `${repository} ${tag.sha}`, tag);

/** The commit of a branch, tag, full ref or (abbreviated) hash; undefined when there is none. */
export function resolve(call: Call, repository: string, name: string): Commit | undefined {
  const ref = [name, `refs/heads/${name}`, `refs/tags/${name}`, `refs/${name}`]
    .map((candidate) => findRef(call, repository, candidate))
    .find((candidate) => candidate !== undefined);
  const sha = ref ? (findTag(call, repository, ref.sha)?.target ?? ref.sha) : name.toLowerCase();
  return /^[0-9a-f]{7,40}$/.test(sha) ? findCommit(call, repository, sha) : undefined;
}

/** By the rules of `git check-ref-format`, as far as anybody meets them. */
export const isRefName = (name: string): boolean =>
  name !== '' && !/^[-/]|\.\.|\/\/|@\{|[\0-\x20\x7f~^:?*[\\]|\/$|\.$|\.lock$/.test(name);
