// Makes a branch, tag or release page once. An existing one is ours only if an earlier attempt of ours may have made it at
// the wanted commit. Otherwise it is taken or moved if a person chose so, or refused with the choices.
import { type DomainError, isDomainError } from '../../../entities/_base/errors.ts';
import { integrationErrors } from '../../../entities/integrations/errors.ts';
import { nameTag } from '../../../entities/integrations/types/tag-format.model.ts';
import type { Caller } from '../_client/caller.ts';
import type { MadeRef, Ownership, ScmClient } from '../adapter.ts';

/** Services answer pages of a hundred commits, and a task waits for all pages. */
const USUAL_COMMITS = 250;
const MOST_COMMITS = 1000;
/** The number of commits that a client lists for `limit`. */
export const mostOf = (limit = USUAL_COMMITS): number => Math.min(limit, MOST_COMMITS);

/** True for a whole hash of a commit, which is looked up as nothing else. */
export const isHash = (ref: string): boolean => /^[\da-f]{40,64}$/.test(ref);

/** One branch or tag at the service. */
export interface Ref {
  /** The commit of the ref; undefined if the ref does not exist. */
  readonly find: () => Promise<string | undefined>;
  readonly make: (sha: string) => Promise<unknown>;
  /** Moves the ref to `sha`. */
  readonly move: (sha: string) => Promise<unknown>;
}

interface WantedRef extends Ref {
  readonly kind: 'branch' | 'tag';
  readonly name: string;
  /** `acme/app` */
  readonly repository: string;
  /** The name of the wanted commit for people: a branch, a tag or the hash itself. */
  readonly at: string;
  /** The hash of that commit. */
  readonly sha: () => Promise<string>;
}

type Tools = Pick<Caller, 'ensure'> & Pick<ScmClient, 'commitsBetween'>;

/** Above this many commits the text says "or more". */
const MOST_COUNTED = 100;

async function ensureOwnRef(wanted: WantedRef, ownership: Ownership, tools: Tools): Promise<MadeRef> {
  const { find, make, move } = wanted;
  const { mayBeOurs = false, askedAt, ifExists, beforeMaking } = ownership;

  async function settle(found: string, isPerhapsOurs: boolean): Promise<MadeRef> {
    if (isPerhapsOurs && found === askedAt) return { sha: found, did: 'MADE' };
    if (ifExists === 'TAKE') return { sha: found, did: 'TAKEN' };
    const sha = await wanted.sha();
    if (isPerhapsOurs && found === sha) return { sha, did: 'MADE' };
    if (ifExists === undefined) throw await somebodyElses(wanted, found, sha, tools);
    if (found === sha) return { sha, did: 'TAKEN' };
    await move(sha);
    return { sha, did: 'MOVED', movedFrom: found };
  }

  const found = await find();
  if (found !== undefined) return settle(found, mayBeOurs);
  const sha = await wanted.sha();
  await beforeMaking?.(sha);
  let isAsked = false;
  const makeOnce = async () => {
    isAsked = true;
    await make(sha);
    return sha;
  };
  try {
    const made = await tools.ensure({ find, make: makeOnce, mayExist: false });
    return made === sha ? { sha, did: 'MADE' } : await settle(made, false);
  } catch (error) {
    // Another person may have made one with this name since the look.
    const meanwhile = isAsked && isRefusal(error) ? await find() : undefined;
    if (meanwhile === undefined) throw error;
    return settle(meanwhile, false);
  }
}

interface Repository {
  /** `acme/app` */
  readonly repository: string;
  readonly tagFormat: string | undefined;
  /** The commit at the head of a branch; any other name is a tag or commit. */
  readonly commitAt: (ref: string) => Promise<string>;
  /** The commit of a tag; any other name is a branch or commit. A branch may have the name of a tag. */
  readonly taggedCommit: (ref: string) => Promise<string>;
}
interface Refs {
  readonly branch: (name: string) => Ref;
  readonly tag: (name: string, message: string) => Ref;
}

/** The branches and tags of one repository, as every client of an SCM makes them. */
export const ownRefs = (
  { repository, tagFormat, commitAt, taggedCommit }: Repository,
  refs: Refs,
  tools: Tools,
): Pick<ScmClient, 'tagOf' | 'createBranch' | 'createTag'> => ({
  tagOf: (release) => nameTag(tagFormat, release),
  createBranch({ branch: name, from: at, isFromTag = false, ...ownership }) {
    const sha = () => (isFromTag ? taggedCommit(at) : commitAt(at));
    const wanted = { kind: 'branch', name, repository, at, sha, ...refs.branch(name) } as const;
    return ensureOwnRef(wanted, ownership, tools);
  },
  createTag({ tag: name, ref: at, message, ...ownership }) {
    const wanted = { kind: 'tag', name, repository, at, sha: () => commitAt(at), ...refs.tag(name, message) } as const;
    return ensureOwnRef(wanted, ownership, tools);
  },
});

/** A 2xx may answer another request, for example after a redirect. So the new ref must be at the wanted commit. */
export function assertMadeAt(made: string, asked: { name: string; sha: string; service: string }): void {
  if (made === asked.sha) return;
  const { name, sha, service } = asked;
  throw integrationErrors.reply_invalid({ detail: `${service} was asked for ${name} at ${sha} and answered ${made}` });
}

export interface WantedPage<Page> {
  readonly tag: string;
  /** `acme/app` */
  readonly repository: string;
  readonly find: () => Promise<Page | undefined>;
  readonly make: () => Promise<Page>;
  readonly urlOf: (page: Page) => string;
}

/** The same for the release page of a tag. If it exists, the caller updates its content. */
export async function ensureOwnPage<Page>(
  { tag, repository, find, make, urlOf }: WantedPage<Page>,
  { mayBeOurs = false, ifExists, beforeMaking }: Ownership,
  { ensure }: Pick<Caller, 'ensure'>,
): Promise<{ found: Page; did: 'MADE' | 'TAKEN' }> {
  const settle = (found: Page, isPerhapsOurs: boolean): { found: Page; did: 'MADE' | 'TAKEN' } => {
    if (isPerhapsOurs) return { found, did: 'MADE' };
    if (ifExists !== undefined) return { found, did: 'TAKEN' };
    const url = urlOf(found);
    const detail = `${repository} already has a release page of ${tag} that this release did not make: ${url}. Set existingTag to TAKE to replace its text with the notes of this release, or delete the page. Then retry.`;
    throw integrationErrors.page_exists({ detail, members: { tag, url } });
  };
  const there = await find();
  if (there !== undefined) return settle(there, mayBeOurs);
  await beforeMaking?.(tag);
  try {
    return settle(await ensure({ find, make, mayExist: false }), true);
  } catch (error) {
    const meanwhile = isRefusal(error) ? await find() : undefined;
    if (meanwhile === undefined) throw error;
    return settle(meanwhile, false);
  }
}

const isRefusal = (error: unknown): boolean => isDomainError(error) && error.code === 'integration.refused';
const isUnknown = (error: unknown): boolean => isDomainError(error) && error.code === 'integration.ref_unknown';

async function somebodyElses(wanted: WantedRef, found: string, sha: string, tools: Tools): Promise<DomainError> {
  const { kind, name, repository, at } = wanted;
  const [behind, ahead] = await Promise.all([count(found, sha, tools), count(sha, found, tools)]);
  const isHash = at === sha;
  const there = isHash ? `the commit ${short(sha)}` : `${at} (${short(sha)})`;
  const distance =
    found === sha
      ? `at ${short(found)}, where ${isHash ? 'it is wanted' : `${at} is`} too`
      : `at ${short(found)}, which is ${inWords(behind)} behind ${there} and ${inWords(ahead)} ahead of it`;
  const field = kind === 'branch' ? 'existingBranch' : 'existingTag';
  const choices = `Set ${field} to TAKE to use it unchanged, or to MOVE to put it at ${there}`;
  const detail = `${repository} already has a ${kind} ${name} that this release did not make, ${distance}. ${choices}; ${OTHER_NAME[kind]}. Then retry.`;
  const members = { [kind]: name, sha: found, wantedSha: sha, behind, ahead };
  return kind === 'branch'
    ? integrationErrors.branch_exists({ detail, members })
    : integrationErrors.tag_exists({ detail, members });
}

const OTHER_NAME = {
  branch: 'or give the release another branchRelease',
  tag: 'where services share a repository, a tagFormat such as {service}-v{version} of the SCM integration keeps their tags apart',
} as const;

/** The number of commits in `head` that are not in `base`; undefined if the service cannot compare them. */
async function count(base: string, head: string, { commitsBetween }: Tools): Promise<number | undefined> {
  if (base === head) return 0;
  try {
    return (await commitsBetween({ base, head, limit: MOST_COUNTED })).length;
  } catch (error) {
    if (isRefusal(error) || isUnknown(error)) return undefined;
    throw error;
  }
}

const short = (sha: string): string => sha.slice(0, 7);

function inWords(commits: number | undefined): string {
  if (commits === undefined) return 'an unknown number of commits';
  if (commits >= MOST_COUNTED) return `${MOST_COUNTED} or more commits`;
  return commits === 1 ? '1 commit' : `${commits} commits`;
}
