// BITBUCKET: branches, tags and commits of one repository of Bitbucket Cloud. Every write looks first, and looks again when
// Bitbucket says that the thing exists or does not answer. https://developer.atlassian.com/cloud/bitbucket/rest/api-group-refs/
import type * as z from 'zod';
import { integrationErrors } from '../../../entities/integrations/errors.ts';
import { nameTag } from '../../../entities/integrations/tag-format.model.ts';
import type { ClientContext, ScmClient, ScmCommit } from '../adapter.ts';
import { nested, path } from '../caller.ts';
import { tagTaken } from '../tag-taken.ts';
import { createBitbucketCaller } from './bitbucket-api.ts';
import { commitReply, commitsReply, refReply, repositoryReply } from './bitbucket-replies.ts';

const PAGE = 100;
const MOST_COMMITS = 250;

type Kind = 'branches' | 'tags';

export function createBitbucketClient(context: ClientContext<'BITBUCKET'>): ScmClient {
  const api = createBitbucketCaller(context);
  const { workspace, repository } = context.config;
  const root = path`/repositories/${workspace}/${repository}`;

  const findRef = (kind: Kind, name: string) =>
    api.find(refReply, { method: 'GET', path: `${root}/refs/${kind}/${nested(name)}` });

  /** The commit at the head of a branch; what is no branch is taken as a tag or a hash. */
  async function commitAt(ref: string): Promise<string> {
    const found = (await findRef('branches', ref)) ?? (await findRef('tags', ref));
    if (found) return found.target.hash;
    return (await api.read(commitReply, { method: 'GET', path: `${root}/commit${path`/${ref}`}` })).hash;
  }

  /** The commit of a branch or tag that is made unless it is there. */
  const ensureRef = (kind: Kind, name: string, body: () => Promise<object>): Promise<string> =>
    api.ensure({
      find: async () => (await findRef(kind, name))?.target.hash,
      make: async () => {
        const call = { method: 'POST', path: `${root}/refs/${kind}`, body: await body() } as const;
        return (await api.read(refReply, call)).target.hash;
      },
    });

  return {
    async verify() {
      const { full_name } = await api.read(repositoryReply, { method: 'GET', path: root });
      return `Can read ${full_name}`;
    },

    tagOf: (release) => nameTag(context.config.tagFormat, release),

    async headOf({ branch }) {
      const found = await findRef('branches', branch);
      return found && { sha: found.target.hash };
    },

    async createBranch({ branch, from }) {
      const body = async () => ({ name: branch, target: { hash: await commitAt(from) } });
      return { sha: await ensureRef('branches', branch, body) };
    },

    async createTag({ tag, ref, message }) {
      const sha = await commitAt(ref);
      const tagged = await ensureRef('tags', tag, async () => ({ name: tag, message, target: { hash: sha } }));
      if (tagged !== sha) throw tagTaken({ tag, repository: `${workspace}/${repository}`, tagged, sha, ref });
      return { sha };
    },

    /** Bitbucket has no release pages: the tag's own page is answered, and the notes stay with us. */
    async publishRelease({ tag }) {
      const found = await findRef('tags', tag);
      if (!found) throw integrationErrors.refused({ detail: `${workspace}/${repository} has no tag ${tag}` });
      const url = `https://bitbucket.org${path`/${workspace}/${repository}/src/${tag}`}`;
      return { url: found.links?.html?.href ?? url };
    },

    async commitsBetween({ base, head, limit = MOST_COMMITS }) {
      const most = Math.min(limit, MOST_COMMITS);
      const include = await commitAt(head);
      const exclude = base === undefined ? undefined : await commitAt(base);
      const newestFirst: ScmCommit[] = [];
      let query: Record<string, string | number | undefined> | undefined = { include, exclude, pagelen: PAGE };
      while (query && newestFirst.length < most) {
        const reply: z.output<typeof commitsReply> = await api.read(commitsReply, {
          method: 'GET',
          path: `${root}/commits`,
          query,
        });
        newestFirst.push(...reply.values.map(toCommit));
        // Only the query of the next page's address is used: the address is Bitbucket's to name, whom we call is not.
        const next: URLSearchParams | undefined = URL.parse(reply.next ?? '')?.searchParams;
        query = next && Object.fromEntries(next);
      }
      return newestFirst.slice(0, most).reverse();
    },
  };
}

const toCommit = ({ hash, message, date, author }: z.output<typeof commitReply>): ScmCommit => ({
  sha: hash,
  message,
  author: author.user?.nickname ?? author.user?.display_name ?? author.raw?.replace(/\s*<[^>]*>$/, '') ?? 'unknown',
  committedAt: date,
});
