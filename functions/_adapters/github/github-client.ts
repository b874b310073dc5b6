// GITHUB: branches, tags, releases and commits of one repository. Every write first looks for its effect, and looks again
// if GitHub says that it exists or does not answer, so repeating a call changes nothing.
// https://docs.github.com/en/rest/git
import * as z from 'zod';
import { isDomainError } from '../../../entities/_base/errors.ts';
import { integrationErrors } from '../../../entities/integrations/errors.ts';
import { nested } from '../_client/caller.ts';
import type { ClientContext, ScmClient, ScmCommit } from '../adapter.ts';
import { authorAccounts } from '../scm/author-accounts.ts';
import { ensureOwnPage, isHash, mostOf, ownRefs, type Ref } from '../scm/own-ref.ts';
import { createGithubCaller, repositoryPath, webRootOf, writableRepository } from './github-api.ts';

const PAGE = 100;

/** A ref's object is a commit, or a tag object if the tag is annotated. */
const refReply = z.object({ object: z.object({ sha: z.string(), type: z.string() }) });

const madeRefReply = refReply.extend({ ref: z.string() });

/** The field that is read of a commit or a tag object. */
const shaReply = z.object({ sha: z.string() });

const releaseReply = z.object({
  id: z.number(),
  html_url: z.string(),
  name: z.string().nullable(),
  body: z.string().nullish(),
  prerelease: z.boolean(),
});

const commitReply = z.object({
  sha: z.string(),
  commit: z.object({
    message: z.string(),
    author: z
      .object({ name: z.string().optional(), email: z.string().optional(), date: z.string().optional() })
      .nullable(),
    committer: z.object({ date: z.string().optional() }).nullable(),
  }),
  author: z.object({ login: z.string().optional() }).nullish(),
});

const comparisonReply = z.object({ total_commits: z.number(), commits: z.array(commitReply) });

export function createGithubClient(context: ClientContext<'GITHUB'>): ScmClient {
  const api = createGithubCaller(context);
  const name = `${context.config.owner}/${context.config.repository}`;
  const root = repositoryPath(context.config);

  /** The commit of `refs/<ref>`; an annotated tag refers to it through a tag object. */
  async function commitOf(ref: string): Promise<string | undefined> {
    const found = await api.find(refReply, { method: 'GET', path: `${root}/git/ref/${nested(ref)}` });
    return found?.object.type === 'tag' ? readCommit(ref) : found?.object.sha;
  }

  async function readCommit(name: string): Promise<string> {
    const query = { per_page: 1 };
    return (await api.read(shaReply, { method: 'GET', path: `${root}/commits/${nested(name)}`, query })).sha;
  }

  /** The head of a branch. If no branch has the name, it is a tag or commit. */
  async function commitAt(ref: string): Promise<string> {
    return (await commitOf(`heads/${ref}`)) ?? readCommit(ref);
  }

  /** The commit of a tag. If no tag has the name, it is a branch or commit. */
  async function taggedCommit(ref: string): Promise<string> {
    return (await commitOf(`tags/${ref}`)) ?? commitAt(ref);
  }

  /** A 2xx that does not name the ref answers another request, for example after a redirect. */
  async function writeRef(call: { method: 'POST' | 'PATCH'; path: string; body: object }, ref: string): Promise<void> {
    const made = await api.read(madeRefReply, { ...call, path: `${root}/git/${call.path}` });
    if (made.ref === `refs/${ref}`) return;
    throw integrationErrors.reply_invalid({ detail: `GitHub was asked for refs/${ref} and answered ${made.ref}` });
  }

  const refs = (ref: string): Ref => ({
    find: () => commitOf(ref),
    make: (sha) => writeRef({ method: 'POST', path: 'refs', body: { ref: `refs/${ref}`, sha } }, ref),
    move: (sha) => writeRef({ method: 'PATCH', path: `refs/${nested(ref)}`, body: { sha, force: true } }, ref),
  });

  type Commits = readonly z.output<typeof commitReply>[];

  /** Reads pages from `first` on, until it has `most` items or the last page. */
  async function pagesFrom(first: number, most: number, read: (page: number) => Promise<Commits>): Promise<Commits> {
    const commits: z.output<typeof commitReply>[] = [];
    for (let page = first; commits.length < most; page += 1) {
      const more = await read(page);
      commits.push(...more);
      if (more.length < PAGE) break;
    }
    return commits;
  }

  async function lastOf(head: string, most: number): Promise<Commits> {
    const query = { sha: head, per_page: PAGE };
    const call = { method: 'GET', path: `${root}/commits` } as const;
    const read = (page: number) => api.read(z.array(commitReply), { ...call, query: { ...query, page } });
    return (await pagesFrom(1, most, read)).slice(0, most).reverse();
  }

  /** GitHub lists a comparison oldest commit first, so the latest commits are on the last pages. */
  async function compare(base: string, head: string, most: number): Promise<Commits> {
    const call = { method: 'GET', path: `${root}/compare/${nested(base)}...${nested(head)}` } as const;
    const read = (page: number) => api.read(comparisonReply, { ...call, query: { per_page: PAGE, page } });
    const { total_commits: total, commits } = await read(1);
    if (total <= commits.length || commits.length >= most) return commits.slice(-most);
    const first = total > most ? Math.floor((total - most) / PAGE) + 1 : 2;
    const more = await pagesFrom(first, total, async (page) => (await read(page)).commits);
    return (first === 2 ? [...commits, ...more] : more).slice(-most);
  }

  /** GitHub answers 404 to a comparison with an unknown name, and 422 to a look-up of one. */
  async function assertKnown(base: string): Promise<void> {
    const call = { method: 'GET', path: `${root}/commits/${nested(base)}`, query: { per_page: 1 } } as const;
    const { status } = await api.send(call, [404, 422]);
    if (status >= 400)
      throw integrationErrors.ref_unknown({ detail: `${name} has no ${base}`, members: { ref: base } });
  }

  const commitsBetween: ScmClient['commitsBetween'] = async ({ base, head, limit }) => {
    const most = mostOf(limit);
    if (base === undefined) return (await lastOf(head, most)).map(toCommit);
    // A branch may have the name of the tag.
    const tagged = isHash(base) ? undefined : await commitOf(`tags/${base}`);
    try {
      return (await compare(tagged ?? base, head, most)).map(toCommit);
    } catch (error) {
      if (!isDomainError(error) || error.code !== 'integration.refused') throw error;
      await commitAt(head);
      await assertKnown(base);
      throw error;
    }
  };

  /**
   * The permissions in the reply are those of the token's account; a fine-grained token may have fewer. So the check tries
   * to create a ref to a commit that does not exist: GitHub always refuses it, with 403 if the token may not write.
   */
  async function assertMayWrite(found: string): Promise<void> {
    const body = { ref: 'refs/heads/windlass-verifies', sha: '0'.repeat(40) };
    try {
      await api.send({ method: 'POST', path: `${root}/git/refs`, body, isRepeatable: true });
    } catch (error) {
      if (!isDomainError(error) || error.code !== 'integration.unauthorized') return;
      throw integrationErrors.unauthorized({
        detail: `The token can read ${found} but not write to it: ${error.message}`,
      });
    }
  }

  return {
    async verify() {
      const found = await writableRepository(api, context.config);
      await assertMayWrite(found);
      return `Can write to ${found}`;
    },

    async headOf({ branch }) {
      const sha = await commitOf(`heads/${branch}`);
      // GitHub also answers 404 to a token that may not see the repository.
      if (sha === undefined) await api.send({ method: 'GET', path: root });
      return sha === undefined ? undefined : { sha };
    },

    ...ownRefs(
      { repository: name, tagFormat: context.config.tagFormat, commitAt, taggedCommit },
      {
        branch: (branch) => refs(`heads/${branch}`),
        tag(tag, message) {
          const { find, make, move } = refs(`tags/${tag}`);
          const call = { method: 'POST', path: `${root}/git/tags`, isRepeatable: true } as const;
          // A tag object without a ref is invisible.
          const annotated = async (sha: string) =>
            (await api.read(shaReply, { ...call, body: { tag, message, object: sha, type: 'commit' } })).sha;
          return {
            find,
            make: async (sha) => make(await annotated(sha)),
            move: async (sha) => move(await annotated(sha)),
          };
        },
      },
      { ...api, commitsBetween },
    ),

    async publishRelease({ tag, name: title, notes, prerelease, isLatest, ...ownership }) {
      const body = { tag_name: tag, name: title, body: notes, prerelease, make_latest: String(isLatest) };
      const { found, did } = await ensureOwnPage(
        {
          tag,
          repository: name,
          find: () => api.find(releaseReply, { method: 'GET', path: `${root}/releases/tags/${nested(tag)}` }),
          make: () => api.read(releaseReply, { method: 'POST', path: `${root}/releases`, body }),
          urlOf: ({ html_url }) => html_url,
        },
        ownership,
        api,
      );
      const isSame = found.name === title && (found.body ?? '') === notes && found.prerelease === prerelease;
      if (isSame) return { url: found.html_url, did };
      const change = { method: 'PATCH', path: `${root}/releases/${found.id}`, body, isRepeatable: true } as const;
      return { url: (await api.read(releaseReply, change)).html_url, did };
    },

    commitsBetween,

    comparisonUrl: ({ base, head }) => {
      const page = base === undefined ? `commits/${nested(head)}` : `compare/${nested(base)}...${nested(head)}`;
      return `${webRootOf(context.config.baseUrl)}/${name}/${page}`;
    },
  };
}

const toCommit = ({ sha, commit, author }: z.output<typeof commitReply>): ScmCommit => ({
  sha,
  message: commit.message,
  author: author?.login ?? commit.author?.name ?? 'unknown',
  accounts: authorAccounts({
    ...{ provider: 'github', login: author?.login, email: commit.author?.email, message: commit.message },
  }),
  committedAt: commit.committer?.date ?? commit.author?.date ?? '',
});
