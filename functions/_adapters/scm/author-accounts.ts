// The accounts of the people behind a commit: its author, and the co-authors that trailers of its message name.
import type { AuthorAccount } from '../adapter.ts';

/** `Co-authored-by: Ada <ada@example.com>`, as GitHub and GitLab read it ("Creating a commit with multiple authors"). */
const TRAILER = /^co-authored-by:[^<\n]*<([^<>\s@]{1,64}@[^<>\s@]{1,255})>\s*$/gim;
/** The address that GitHub gives people who keep theirs private: `12345+login@…`, of early accounts `login@…`. */
const OF_GITHUB = /^(?:\d+\+)?([^@]+)@users\.noreply\.github\.com$/;
/** Of a server of one's own, and the addresses that GitLab gives: `12345-login@…`. */
const OF_SERVER = {
  github: /^(?:\d+\+)?([^@]+)@users\.noreply\.[^@]+$/,
  gitlab: /^\d+-([^@]+)@users\.noreply\.[^@]+$/,
} as const;

interface Author {
  readonly provider: AuthorAccount['provider'];
  readonly login?: string | undefined;
  readonly email?: string | undefined;
  readonly message: string;
}

function ofAddress(address: string, provider: Author['provider']): AuthorAccount {
  const email = address.toLowerCase();
  const ofGithub = OF_GITHUB.exec(email)?.[1];
  if (ofGithub !== undefined) return { provider: 'github', externalId: ofGithub };
  const login = provider === 'github' || provider === 'gitlab' ? OF_SERVER[provider].exec(email)?.[1] : undefined;
  return login === undefined ? { provider: 'email', externalId: email } : { provider, externalId: login };
}

/** Each once, in lower case as identities are kept. */
export function authorAccounts({ provider, login, email, message }: Author): readonly AuthorAccount[] {
  const addresses = [...(email ? [email] : []), ...[...message.matchAll(TRAILER)].map(([, address = '']) => address)];
  const all = [
    ...(login ? [{ provider, externalId: login.toLowerCase() }] : []),
    ...addresses.map((one) => ofAddress(one, provider)),
  ];
  return [...new Map(all.map((account) => [`${account.provider} ${account.externalId}`, account])).values()];
}
