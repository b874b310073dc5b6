// The accounts of the people behind a commit: its author, and the co-authors that trailers of its message name.
import type { AuthorAccount } from '../adapter.ts';

/** `Co-authored-by: Ada <ada@example.com>`, as GitHub and GitLab read it ("Creating a commit with multiple authors"). */
const TRAILER = /^co-authored-by:[^<\n]*<([^<>\s@]{1,64}@[^<>\s@]{1,255})>\s*$/gim;
/** The address that GitHub gives people who keep theirs private: `12345+login@…`, of early accounts `login@…`. */
const PRIVATE_ADDRESS = /^(?:\d+\+)?([^@]+)@users\.noreply\.github\.com$/;

interface Author {
  readonly provider: AuthorAccount['provider'];
  readonly login?: string | undefined;
  readonly email?: string | undefined;
  readonly message: string;
}

function ofAddress(address: string): AuthorAccount {
  const email = address.toLowerCase();
  const login = PRIVATE_ADDRESS.exec(email)?.[1];
  return login === undefined ? { provider: 'email', externalId: email } : { provider: 'github', externalId: login };
}

/** Each once, in lower case as identities are kept. */
export function authorAccounts({ provider, login, email, message }: Author): readonly AuthorAccount[] {
  const addresses = [...(email ? [email] : []), ...[...message.matchAll(TRAILER)].map(([, address = '']) => address)];
  const all = [...(login ? [{ provider, externalId: login.toLowerCase() }] : []), ...addresses.map(ofAddress)];
  return [...new Map(all.map((account) => [`${account.provider} ${account.externalId}`, account])).values()];
}
