// GITLAB: branches, tags, releases and commits of one project. Every write first looks for its effect, and looks again if
// GitLab says that it exists or does not answer, so repeating a call changes nothing.
// https://docs.gitlab.com/api/repositories/
import * as z from 'zod';
import { integrationErrors } from '../../../entities/integrations/errors.ts';
import { nested, path } from '../_client/caller.ts';
import type { ClientContext, ScmClient, ScmCommit } from '../adapter.ts';
import { authorAccounts } from '../scm/author-accounts.ts';
import { assertMadeAt, ensureOwnPage, isHash, mostOf, ownRefs } from '../scm/own-ref.ts';
import { createGitlabCaller, projectRoot, writableProject } from './gitlab-api.ts';

const PAGE = 100;

/** A branch or a tag, with its commit. */
const refReply = z.object({ commit: z.object({ id: z.string() }) });

const commitReply = z.object({
  id: z.string(),
  message: z.string(),
  author_name: z.string(),
  author_email: z.string().optional(),
  committed_date: z.string(),
});

const releaseReply = z.object({
  tag_name: z.string(),
  name: z.string().nullish(),
  description: z.string().nullish(),
  _links: z.object({ self: z.string() }).optional(),
});

export function createGitlabClient(context: ClientContext<'GITLAB'>): ScmClient {
  const api = createGitlabCaller(context);
  const { baseUrl, project } = context.config;
  const root = projectRoot(context.config);

  async function commitOf(kind: 'branches' | 'tags', name: string): Promise<string | undefined> {
    const found = await api.find(refReply, { method: 'GET', path: `${root}/repository/${kind}${path`/${name}`}` });
    return found?.commit.id;
  }

  /** The commit of a branch, a tag or a hash. */
  async function readCommit(ref: string): Promise<string> {
    const query = { stats: 'false' };
    const call = { method: 'GET', path: `${root}/repository/commits${path`/${ref}`}`, query } as const;
    return (await api.read(commitReply, call)).id;
  }

  /** An earlier look-up found the project, so a 404 is about this name. */
  async function knownCommit(ref: string): Promise<string> {
    // A branch may have the name of the tag.
    const tagged = isHash(ref) ? undefined : await commitOf('tags', ref);
    if (tagged !== undefined) return tagged;
    const found = await api.find(commitReply, { method: 'GET', path: `${root}/repository/commits${path`/${ref}`}` });
    if (found) return found.id;
    throw integrationErrors.ref_unknown({ detail: `${project} has no ${ref}`, members: { ref } });
  }

  /** The head of a branch. If no branch has the name, it is a tag or commit. */
  const commitAt = async (ref: string): Promise<string> => (await commitOf('branches', ref)) ?? readCommit(ref);

  /** The commit of a tag. If no tag has the name, it is a branch or commit. */
  const taggedCommit = async (ref: string): Promise<string> => (await commitOf('tags', ref)) ?? commitAt(ref);

  /** GitLab cannot move a branch or tag: the old one is deleted first. */
  function refs(kind: 'branches' | 'tags', name: string, bodyAt: (sha: string) => object) {
    const all = `${root}/repository/${kind}`;
    const make = async (sha: string) => {
      const made = await api.read(refReply, { method: 'POST', path: all, body: bodyAt(sha) });
      assertMadeAt(made.commit.id, { name, sha, service: 'GitLab' });
    };
    const move = async (sha: string) => {
      await api.send({ method: 'DELETE', path: `${all}${path`/${name}`}` }, [404]);
      return make(sha);
    };
    return { find: () => commitOf(kind, name), make, move };
  }

  const commitsBetween: ScmClient['commitsBetween'] = async ({ base, head, limit }) => {
    const most = mostOf(limit);
    // A comparison would also contain every diff. Uses hashes, because a range of unknown names is not always an error.
    const to = await commitAt(head);
    const from = base === undefined ? undefined : await knownCommit(base);
    const query = { ref_name: from === undefined ? to : `${from}..${to}`, per_page: PAGE };
    const newestFirst: ScmCommit[] = [];
    for (let page = 1; newestFirst.length < most; page += 1) {
      const call = { method: 'GET', path: `${root}/repository/commits`, query: { ...query, page } } as const;
      const commits = await api.read(z.array(commitReply), call);
      newestFirst.push(...commits.map(toCommit));
      if (commits.length < PAGE) break;
    }
    return newestFirst.slice(0, most).reverse();
  };

  return {
    verify: async () => `Can write to ${await writableProject(api, context.config, 'write to it')}`,

    async headOf({ branch }) {
      const sha = await commitOf('branches', branch);
      // GitLab also answers 404 to a token that may not see the project.
      if (sha === undefined) await api.send({ method: 'GET', path: root });
      return sha === undefined ? undefined : { sha };
    },

    ...ownRefs(
      { repository: project, tagFormat: context.config.tagFormat, commitAt, taggedCommit },
      {
        branch: (branch) => refs('branches', branch, (sha) => ({ branch, ref: sha })),
        tag: (tag, message) => refs('tags', tag, (sha) => ({ tag_name: tag, ref: sha, message })),
      },
      { ...api, commitsBetween },
    ),

    /**
     * GitLab has no pre-releases, so the page's text says it. GitLab shows the release with the newest `released_at` as the
     * latest, even one of an older version; only a false date could avoid that.
     */
    async publishRelease({ tag, name, notes: text, prerelease, isLatest: _l, ...ownership }) {
      const notes = prerelease ? `*This is a pre-release.*\n\n${text}` : text;
      const releases = `${root}/releases`;
      const one = `${releases}${path`/${tag}`}`;
      const page = `${baseUrl.replace(/\/+$/, '')}/${project}/-/releases${path`/${tag}`}`;
      const urlOf = (release: z.output<typeof releaseReply>) => release._links?.self ?? page;
      const body = { name, description: notes };
      const { found, did } = await ensureOwnPage(
        {
          ...{ tag, repository: project, urlOf },
          find: () => api.find(releaseReply, { method: 'GET', path: one }),
          make: () => api.read(releaseReply, { method: 'POST', path: releases, body: { tag_name: tag, ...body } }),
        },
        ownership,
        api,
      );
      if (found.name === name && (found.description ?? '') === notes) return { url: urlOf(found), did };
      return { url: urlOf(await api.read(releaseReply, { method: 'PUT', path: one, body })), did };
    },

    commitsBetween,

    comparisonUrl: ({ base, head }) => {
      const page = base === undefined ? `commits/${nested(head)}` : `compare/${nested(base)}...${nested(head)}`;
      return `${baseUrl.replace(/\/+$/, '')}/${project}/-/${page}`;
    },
  };
}

const toCommit = ({
  id,
  message,
  author_name,
  author_email: email,
  committed_date,
}: z.output<typeof commitReply>): ScmCommit => ({
  sha: id,
  message,
  author: author_name,
  accounts: authorAccounts({ provider: 'gitlab', email, message }),
  committedAt: committed_date,
});
