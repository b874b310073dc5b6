// GITLAB: branches, tags, releases and commits of one project. Every write looks first, and looks again when GitLab says
// that the thing exists, so that repeating a call changes nothing. https://docs.gitlab.com/api/repositories/
import * as z from 'zod';
import { integrationErrors } from '../../../entities/integrations/errors.ts';
import type { ClientContext, ScmClient, ScmCommit } from '../adapter.ts';
import { path } from '../caller.ts';
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
  const headOf = async (ref: string): Promise<string> => (await commitOf('branches', ref)) ?? readCommit(ref);

  /** Makes a branch or tag; answers the commit of the one that someone, perhaps we, made meanwhile. */
  async function createRef(kind: 'branches' | 'tags', name: string, body: object): Promise<string> {
    try {
      const made = await api.read(refReply, { method: 'POST', path: `${root}/repository/${kind}`, body });
      return made.commit.id;
    } catch (error) {
      const existing = isRefusal(error) ? await commitOf(kind, name) : undefined;
      if (!existing) throw error;
      return existing;
    }
  }

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

    async createBranch({ branch, from }) {
      const existing = await commitOf('branches', branch);
      if (existing) return { sha: existing };
      return { sha: await createRef('branches', branch, { branch, ref: await headOf(from) }) };
    },

    async createTag({ tag, ref, message }) {
      const sha = await headOf(ref);
      const body = { tag_name: tag, ref: sha, message };
      const tagged = (await commitOf('tags', tag)) ?? (await createRef('tags', tag, body));
      if (tagged !== sha) {
        const detail = `The tag ${tag} of ${project} is at ${tagged}, not at ${sha}, the head of ${ref}`;
        throw integrationErrors.refused({ detail });
      }
      return { sha };
    },

    /** GitLab has no prereleases: `prerelease` is the notes' to say. */
    async publishRelease({ tag, name, notes }) {
      const releases = `${root}/releases`;
      const one = `${releases}${path`/${tag}`}`;
      const page = `${baseUrl.replace(/\/+$/, '')}/${project}/-/releases${path`/${tag}`}`;
      const urlOf = (release: z.output<typeof releaseReply>) => ({ url: release._links?.self ?? page });
      const find = () => api.find(releaseReply, { method: 'GET', path: one });
      const body = { name, description: notes };
      const update = async (found: z.output<typeof releaseReply>) => {
        if (found.name === name && (found.description ?? '') === notes) return urlOf(found);
        return urlOf(await api.read(releaseReply, { method: 'PUT', path: one, body }));
      };
      const existing = await find();
      if (existing) return update(existing);
      try {
        const made = { method: 'POST', path: releases, body: { tag_name: tag, ...body } } as const;
        return urlOf(await api.read(releaseReply, made));
      } catch (error) {
        const made = isRefusal(error) ? await find() : undefined;
        if (!made) throw error;
        return update(made);
      }
    },

    async commitsBetween({ base, head, limit = MOST_COMMITS }) {
      const most = Math.min(limit, MOST_COMMITS);
      // A comparison would answer the same with every difference in it. Hashes, because a range of names that do not
      // exist need not be an error.
      const from = base === undefined ? undefined : await readCommit(base);
      const to = await headOf(head);
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

const isRefusal = (error: unknown) => Object(error).code === 'integration.refused';
