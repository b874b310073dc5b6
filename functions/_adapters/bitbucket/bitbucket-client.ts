// BITBUCKET: branches, tags and commits of one repository of Bitbucket Cloud. Every write first looks for its effect, and
// looks again if Bitbucket says that it exists or does not answer.
// https://developer.atlassian.com/cloud/bitbucket/rest/api-group-refs/
import * as z from 'zod';
import { integrationErrors } from '../../../entities/integrations/errors.ts';
import { nested, path } from '../_client/caller.ts';
import type { ClientContext, OutboundReply, ScmClient, ScmCommit } from '../adapter.ts';
import { authorAccounts } from '../scm/author-accounts.ts';
import { assertMadeAt, isHash, mostOf, ownRefs } from '../scm/own-ref.ts';
import { createBitbucketCaller } from './bitbucket-api.ts';

const PAGE = 100;
/** Three times as many pages as the most commits fill. */
const MOST_PAGES = 30;

const repositoryReply = z.object({ full_name: z.string() });

/** Access levels of repositories. */
const listReply = z.object({ values: z.array(z.object({ full_name: z.string() })) });

/** A branch or a tag. */
const refReply = z.object({
  target: z.object({ hash: z.string() }),
  links: z.object({ html: z.object({ href: z.string() }).optional() }).optional(),
});

const commitReply = z.object({
  hash: z.string(),
  message: z.string(),
  date: z.string(),
  author: z.object({
    raw: z.string().optional(),
    user: z.object({ nickname: z.string().optional(), display_name: z.string().optional() }).nullish(),
  }),
});

/** `next` is the address of the next page; the last page lacks it. */
const commitsReply = z.object({ values: z.array(commitReply), next: z.string().optional() });

type Kind = 'branches' | 'tags';

export function createBitbucketClient(context: ClientContext<'BITBUCKET'>): ScmClient {
  const api = createBitbucketCaller(context);
  const { workspace, repository } = context.config;
  const fullName = `${workspace}/${repository}`;
  const root = path`/repositories/${workspace}/${repository}`;

  const findRef = (kind: Kind, name: string) =>
    api.find(refReply, { method: 'GET', path: `${root}/refs/${kind}/${nested(name)}` });

  /** The commit of the first kind of ref that exists: a branch may have the name of a tag. */
  const refAt = async (ref: string, kinds: readonly [Kind, Kind]): Promise<string | undefined> =>
    ((await findRef(kinds[0], ref)) ?? (await findRef(kinds[1], ref)))?.target.hash;
  const hashCall = (ref: string) => ({ method: 'GET', path: `${root}/commit${path`/${ref}`}` }) as const;

  /** The commit at the head of a branch. If no branch has the name, it is a tag or a hash. */
  const commitAt = async (ref: string): Promise<string> =>
    (await refAt(ref, ['branches', 'tags'])) ?? (await api.read(commitReply, hashCall(ref))).hash;

  /** The commit of a tag. If no tag has the name, it is a branch or a hash. */
  const taggedCommit = async (ref: string): Promise<string> =>
    (await refAt(ref, ['tags', 'branches'])) ?? (await api.read(commitReply, hashCall(ref))).hash;

  /** An earlier look-up found the repository, so a 404 is about this name. */
  async function knownCommit(ref: string): Promise<string> {
    const named = isHash(ref) ? undefined : await refAt(ref, ['tags', 'branches']);
    const found = named ?? (await api.find(commitReply, hashCall(ref)))?.hash;
    if (found !== undefined) return found;
    throw integrationErrors.ref_unknown({ detail: `${fullName} has no ${ref}`, members: { ref } });
  }

  /** Bitbucket cannot move a branch or tag: the old one is deleted first. */
  function refs(kind: Kind, name: string, message?: string) {
    const all = `${root}/refs/${kind}`;
    const make = async (hash: string) => {
      const made = await api.read(refReply, { method: 'POST', path: all, body: { name, message, target: { hash } } });
      assertMadeAt(made.target.hash, { name, sha: hash, service: 'Bitbucket' });
    };
    const move = async (hash: string) => {
      await api.send({ method: 'DELETE', path: `${all}/${nested(name)}` }, [404]);
      return make(hash);
    };
    return { find: async () => (await findRef(kind, name))?.target.hash, make, move };
  }

  const commitsBetween: ScmClient['commitsBetween'] = async ({ base, head, limit }) => {
    const most = mostOf(limit);
    const include = await commitAt(head);
    const exclude = base === undefined ? undefined : await knownCommit(base);
    const newestFirst: ScmCommit[] = [];
    let query: Record<string, string | number | undefined> | undefined = { include, exclude, pagelen: PAGE };
    // Pages may be short or empty, but none is asked for twice.
    const asked = new Set<string>();
    while (query && newestFirst.length < most && asked.size < MOST_PAGES) {
      const reply: z.output<typeof commitsReply> = await api.read(commitsReply, {
        method: 'GET',
        path: `${root}/commits`,
        query,
      });
      newestFirst.push(...reply.values.map(toCommit));
      // Uses only the query of the next page's address, so that a reply cannot send us to another host.
      const next: URLSearchParams | undefined = URL.parse(reply.next ?? '')?.searchParams;
      const isNew: boolean = !asked.has(`${next}`);
      asked.add(`${next}`);
      query = next && isNew ? Object.fromEntries(next) : undefined;
    }
    const each = new Map(newestFirst.map((commit) => [commit.sha, commit]));
    return [...each.values()].slice(0, most).reverse();
  };

  /**
   * Bitbucket shows an account's write access only as a list of what it may write to. Access tokens have no account, only
   * their scopes.
   */
  async function isContributor(): Promise<boolean> {
    if (context.credentials.username === undefined) return true;
    const query = { role: 'contributor', q: `full_name="${fullName}"` };
    const found = await api.find(listReply, { method: 'GET', path: path`/repositories/${workspace}`, query });
    return found === undefined || found.values.length > 0;
  }

  return {
    async verify() {
      const reply = await api.send({ method: 'GET', path: root });
      const found = repositoryReply.safeParse(reply.json).data?.full_name;
      if (found === undefined) {
        const fields = [{ path: 'full_name', code: 'invalid_type', message: 'must be the name of the repository' }];
        throw integrationErrors.reply_invalid({ detail: 'Bitbucket answered no repository name', fields });
      }
      if (found.toLowerCase() !== fullName.toLowerCase()) {
        const detail = `${fullName} was renamed or moved: it is now ${found}. Change workspace and repository of the integration`;
        throw integrationErrors.refused({ detail });
      }
      const mayWrite = hasWriteScope(reply) && (await isContributor());
      if (mayWrite) return `Can write to ${found}`;
      throw integrationErrors.unauthorized({ detail: `The token can read ${found} but not write to it` });
    },

    async headOf({ branch }) {
      const found = await findRef('branches', branch);
      // Bitbucket also answers 404 to a token that may not see the repository.
      if (!found) await api.send({ method: 'GET', path: root });
      return found && { sha: found.target.hash };
    },

    ...ownRefs(
      { repository: fullName, tagFormat: context.config.tagFormat, commitAt, taggedCommit },
      { branch: (branch) => refs('branches', branch), tag: (tag, message) => refs('tags', tag, message) },
      { ...api, commitsBetween },
    ),

    /** Bitbucket has no release pages: answers the tag's page; the notes are not sent. */
    async publishRelease({ tag }) {
      const found = await findRef('tags', tag);
      if (!found) throw integrationErrors.refused({ detail: `${fullName} has no tag ${tag}` });
      const url = `https://bitbucket.org${path`/${workspace}/${repository}/src/${tag}`}`;
      return { url: found.links?.html?.href ?? url, did: 'MADE' };
    },

    commitsBetween,

    comparisonUrl: ({ base, head }) => {
      const page = base === undefined ? path`/commits/branch/${head}` : path`/branches/compare/${`${head}\r${base}`}`;
      return `https://bitbucket.org${path`/${workspace}/${repository}`}${page}`;
    },
  };
}

/** The name in `Ada <ada@acme.example>`, or the whole text if it has no address. */
function nameIn(raw: string | undefined): string | undefined {
  const address = raw?.endsWith('>') ? raw.lastIndexOf('<') : -1;
  return address < 0 ? raw : raw?.slice(0, address).trimEnd();
}

/** Of `Ada <ada@example.com>`. */
const emailIn = (raw = ''): string | undefined => /<([^<>\s@]{1,64}@[^<>\s@]{1,255})>$/.exec(raw)?.[1];

/** Bitbucket lists a credential's scopes with every answer. If it lists none, the scopes are unknown and not refused. */
function hasWriteScope({ headers }: OutboundReply): boolean {
  const scopes = headers['x-oauth-scopes'];
  return scopes === undefined || /\brepository:(write|admin)\b|\bwrite:repository\b/.test(scopes);
}

const toCommit = ({ hash, message, date, author }: z.output<typeof commitReply>): ScmCommit => ({
  sha: hash,
  message,
  accounts: authorAccounts({
    ...{ provider: 'bitbucket', login: author.user?.nickname, email: emailIn(author.raw), message },
  }),
  author: author.user?.nickname ?? author.user?.display_name ?? nameIn(author.raw) ?? 'unknown',
  committedAt: date,
});
