// GITHUB: branches, tags, releases and commits of one repository. Every write looks first, and looks again when GitHub says
// that the thing exists or does not answer, so that repeating a call changes nothing. https://docs.github.com/en/rest/git
import * as z from 'zod';
import { integrationErrors } from '../../../entities/integrations/errors.ts';
import { nameTag } from '../../../entities/integrations/tag-format.model.ts';
import type { ClientContext, ScmClient, ScmCommit } from '../adapter.ts';
import { nested } from '../caller.ts';
import { tagTaken } from '../tag-taken.ts';
import { createGithubCaller, repositoryPath } from './github-api.ts';
import { commitReply, comparisonReply, refReply, releaseReply, repositoryReply, shaReply } from './github-replies.ts';

const PAGE = 100;
const MOST_COMMITS = 250;

export function createGithubClient(context: ClientContext<'GITHUB'>): ScmClient {
  const api = createGithubCaller(context);
  const { owner, repository } = context.config;
  const root = repositoryPath(context.config);

  /** The commit that `refs/<ref>` stands for; an annotated tag leads to it through a tag object. */
  async function commitOf(ref: string): Promise<string | undefined> {
    const found = await api.find(refReply, { method: 'GET', path: `${root}/git/ref/${nested(ref)}` });
    return found?.object.type === 'tag' ? readCommit(ref) : found?.object.sha;
  }

  async function readCommit(name: string): Promise<string> {
    const query = { per_page: 1 };
    return (await api.read(shaReply, { method: 'GET', path: `${root}/commits/${nested(name)}`, query })).sha;
  }

  /** The head of a branch; what is no branch is taken as a tag or commit. */
  async function commitAt(ref: string): Promise<string> {
    return (await commitOf(`heads/${ref}`)) ?? readCommit(ref);
  }

  const createRef = (ref: string, sha: string) =>
    api.send({ method: 'POST', path: `${root}/git/refs`, body: { ref: `refs/${ref}`, sha } });

  async function pagesOf(limit: number, read: (page: number) => Promise<readonly z.output<typeof commitReply>[]>) {
    const commits: z.output<typeof commitReply>[] = [];
    for (let page = 1; commits.length < limit; page += 1) {
      const more = await read(page);
      commits.push(...more);
      if (more.length < PAGE) break;
    }
    return commits.slice(0, limit).map(toCommit);
  }

  return {
    async verify() {
      const found = await api.read(repositoryReply, { method: 'GET', path: root });
      if (found.archived)
        throw integrationErrors.refused({ detail: `${found.full_name} is archived: nothing can be written` });
      if (found.permissions?.push === false) {
        throw integrationErrors.unauthorized({ detail: `The token can read ${found.full_name} but not write to it` });
      }
      return `Can write to ${found.full_name}`;
    },

    tagOf: (release) => nameTag(context.config.tagFormat, release),

    async headOf({ branch }) {
      const sha = await commitOf(`heads/${branch}`);
      return sha === undefined ? undefined : { sha };
    },

    async createBranch({ branch, from }) {
      const ref = `heads/${branch}`;
      const make = async () => {
        const sha = await commitAt(from);
        await createRef(ref, sha);
        return sha;
      };
      return { sha: await api.ensure({ find: () => commitOf(ref), make }) };
    },

    async createTag({ tag, ref, message }) {
      const sha = await commitAt(ref);
      const name = `tags/${tag}`;
      const body = { tag, message, object: sha, type: 'commit' };
      let object: z.output<typeof shaReply> | undefined;
      const make = async () => {
        // A tag object alone is nothing that anybody sees.
        object ??= await api.read(shaReply, { method: 'POST', path: `${root}/git/tags`, body, isRepeatable: true });
        await createRef(name, object.sha);
        return sha;
      };
      const tagged = await api.ensure({ find: () => commitOf(name), make });
      if (tagged !== sha) throw tagTaken({ tag, repository: `${owner}/${repository}`, tagged, sha, ref });
      return { sha };
    },

    async publishRelease({ tag, name, notes, prerelease }) {
      const body = { tag_name: tag, name, body: notes, prerelease };
      const found = await api.ensure({
        find: () => api.find(releaseReply, { method: 'GET', path: `${root}/releases/tags/${nested(tag)}` }),
        make: () => api.read(releaseReply, { method: 'POST', path: `${root}/releases`, body }),
      });
      const isSame = found.name === name && (found.body ?? '') === notes && found.prerelease === prerelease;
      if (isSame) return { url: found.html_url };
      const change = { method: 'PATCH', path: `${root}/releases/${found.id}`, body, isRepeatable: true } as const;
      return { url: (await api.read(releaseReply, change)).html_url };
    },

    async commitsBetween({ base, head, limit = MOST_COMMITS }) {
      const most = Math.min(limit, MOST_COMMITS);
      if (base === undefined) {
        const query = { sha: head, per_page: PAGE };
        const newestFirst = await pagesOf(most, (page) =>
          api.read(z.array(commitReply), { method: 'GET', path: `${root}/commits`, query: { ...query, page } }),
        );
        return newestFirst.reverse();
      }
      const path = `${root}/compare/${nested(base)}...${nested(head)}`;
      return pagesOf(most, async (page) => {
        const comparison = await api.read(comparisonReply, { method: 'GET', path, query: { per_page: PAGE, page } });
        return comparison.commits;
      });
    },
  };
}

const toCommit = ({ sha, commit, author }: z.output<typeof commitReply>): ScmCommit => ({
  sha,
  message: commit.message,
  author: author?.login ?? commit.author?.name ?? 'unknown',
  committedAt: commit.committer?.date ?? commit.author?.date ?? '',
});
