// GITLAB: branches, tags, releases and commits of one project. Every write looks first, and looks again when GitLab says that
// the thing exists or does not answer, so that repeating a call changes nothing. https://docs.gitlab.com/api/repositories/
import * as z from 'zod';
import { integrationErrors } from '../../../entities/integrations/errors.ts';
import { nameTag } from '../../../entities/integrations/tag-format.model.ts';
import type { ClientContext, ScmClient, ScmCommit } from '../adapter.ts';
import { path } from '../caller.ts';
import { tagTaken } from '../tag-taken.ts';
import { createGitlabCaller, isReadOnly, projectReply, projectRoot } from './gitlab-api.ts';
import { commitReply, refReply, releaseReply } from './gitlab-replies.ts';

const PAGE = 100;
const MOST_COMMITS = 250;

export function createGitlabClient(context: ClientContext<'GITLAB'>): ScmClient {
  const api = createGitlabCaller(context);
  const { baseUrl, project } = context.config;
  const root = projectRoot(context.config);

  async function commitOf(kind: 'branches' | 'tags', name: string): Promise<string | undefined> {
    const found = await api.find(refReply, { method: 'GET', path: `${root}/repository/${kind}${path`/${name}`}` });
    return found?.commit.id;
  }

  /** The commit that a branch, a tag or a hash stands for. */
  async function readCommit(ref: string): Promise<string> {
    const query = { stats: 'false' };
    const call = { method: 'GET', path: `${root}/repository/commits${path`/${ref}`}`, query } as const;
    return (await api.read(commitReply, call)).id;
  }

  /** The head of a branch; what is no branch is taken as a tag or commit. */
  const commitAt = async (ref: string): Promise<string> => (await commitOf('branches', ref)) ?? readCommit(ref);

  /** The commit of a branch or tag that is made unless it is there. */
  const ensureRef = (kind: 'branches' | 'tags', name: string, body: () => Promise<object>): Promise<string> =>
    api.ensure({
      find: () => commitOf(kind, name),
      make: async () => {
        const call = { method: 'POST', path: `${root}/repository/${kind}`, body: await body() } as const;
        return (await api.read(refReply, call)).commit.id;
      },
    });

  return {
    async verify() {
      const found = await api.read(projectReply, { method: 'GET', path: root });
      const name = found.path_with_namespace;
      if (found.archived) throw integrationErrors.refused({ detail: `${name} is archived: nothing can be written` });
      if (isReadOnly(found)) {
        throw integrationErrors.refused({ detail: `The token can read ${name} but not write to it` });
      }
      return `Can write to ${name}`;
    },

    tagOf: (release) => nameTag(context.config.tagFormat, release),

    async headOf({ branch }) {
      const sha = await commitOf('branches', branch);
      return sha === undefined ? undefined : { sha };
    },

    async createBranch({ branch, from }) {
      return { sha: await ensureRef('branches', branch, async () => ({ branch, ref: await commitAt(from) })) };
    },

    async createTag({ tag, ref, message }) {
      const sha = await commitAt(ref);
      const tagged = await ensureRef('tags', tag, async () => ({ tag_name: tag, ref: sha, message }));
      if (tagged !== sha) throw tagTaken({ tag, repository: project, tagged, sha, ref });
      return { sha };
    },

    /** GitLab has no prereleases: `prerelease` is the notes' to say. */
    async publishRelease({ tag, name, notes }) {
      const releases = `${root}/releases`;
      const one = `${releases}${path`/${tag}`}`;
      const page = `${baseUrl.replace(/\/+$/, '')}/${project}/-/releases${path`/${tag}`}`;
      const urlOf = (release: z.output<typeof releaseReply>) => ({ url: release._links?.self ?? page });
      const body = { name, description: notes };
      const found = await api.ensure({
        find: () => api.find(releaseReply, { method: 'GET', path: one }),
        make: () => api.read(releaseReply, { method: 'POST', path: releases, body: { tag_name: tag, ...body } }),
      });
      if (found.name === name && (found.description ?? '') === notes) return urlOf(found);
      return urlOf(await api.read(releaseReply, { method: 'PUT', path: one, body }));
    },

    async commitsBetween({ base, head, limit = MOST_COMMITS }) {
      const most = Math.min(limit, MOST_COMMITS);
      // A comparison would answer the same with every difference in it. Hashes, because a range of names that do not
      // exist need not be an error.
      const from = base === undefined ? undefined : await readCommit(base);
      const to = await commitAt(head);
      const query = { ref_name: from === undefined ? to : `${from}..${to}`, per_page: PAGE };
      const newestFirst: ScmCommit[] = [];
      for (let page = 1; newestFirst.length < most; page += 1) {
        const call = { method: 'GET', path: `${root}/repository/commits`, query: { ...query, page } } as const;
        const commits = await api.read(z.array(commitReply), call);
        newestFirst.push(...commits.map(toCommit));
        if (commits.length < PAGE) break;
      }
      return newestFirst.slice(0, most).reverse();
    },
  };
}

const toCommit = ({ id, message, author_name, committed_date }: z.output<typeof commitReply>): ScmCommit => ({
  sha: id,
  message,
  author: author_name,
  committedAt: committed_date,
});
