// API tokens of an owner: a user, CI, or for an ADMIN all. A secret is shown once, when it was made.

import { useState } from 'react';
import type { Item } from '../../../app/data.ts';
import { useList } from '../../../app/data.ts';
import { Secret } from '../../../parts/dialog/secret.tsx';
import { Empty } from '../../../parts/loading.tsx';
import { SeenItem } from '../../../parts/seen/seen.tsx';
import { Listed } from '../../../parts/shown.tsx';
import { Status, wordsOf } from '../../../parts/status.tsx';
import { Table } from '../../../parts/tabular/table.tsx';
import { Time } from '../../../parts/time.tsx';
import { CreateToken, type MadeSecret, RevokeToken, RotateToken } from './token-deeds.tsx';

type Token = Item<'GET /tokens'>;

const statusOf = ({ revokedAt, expiresAt }: Token): string => {
  if (revokedAt !== null) return 'REVOKED';
  return Date.parse(expiresAt) <= Date.now() ? 'EXPIRED' : 'ACTIVE';
};

interface RowProps {
  readonly token: Token;
  readonly show: (made: MadeSecret) => void;
}

function TokenRow({ token, show }: RowProps) {
  const status = statusOf(token);
  return (
    <tr>
      <th scope="row">
        {token.name}
        <br />
        <span className="small">
          {token.ownerId === null ? 'CI' : 'personal'}, made by {token.madeBy.name} <Time at={token.createdAt} />
        </span>
      </th>
      <td>
        <Status status={status} />
      </td>
      <td>
        {token.role === 'CI' ? 'CI' : wordsOf(token.role)}
        <br />
        {token.scopes.includes('*') ? (
          <span className="small">all scopes</span>
        ) : (
          <code className="small">{token.scopes.join(' ')}</code>
        )}
      </td>
      <td>
        {token.lastUsedAt === null ? (
          'Never used'
        ) : (
          <>
            <Time at={token.lastUsedAt} /> <span className="small">from {token.lastUsedIp}</span>
          </>
        )}
      </td>
      <td>
        <Time at={token.expiresAt} />
        {token.previousUntil !== null && Date.parse(token.previousUntil) > Date.now() && (
          <span className="small">
            ; the earlier secret <Time at={token.previousUntil} />
          </span>
        )}
      </td>
      <td>
        {status === 'ACTIVE' && (
          <SeenItem item={token}>
            <RotateToken token={token} show={show} /> <RevokeToken token={token} />
          </SeenItem>
        )}
      </td>
    </tr>
  );
}

export function Tokens({ owner }: { readonly owner: string }) {
  const [made, setMade] = useState<MadeSecret>();
  const list = useList('GET /tokens', { query: { owner } });
  return (
    <>
      <CreateToken owner={owner} show={setMade} />
      {made && <Secret of={made.name} secret={made.token} close={() => setMade(undefined)} />}
      <Listed what="tokens" list={list} empty={<Empty title="No token. Scripts and CI sign in with one." />}>
        {(tokens) => (
          <Table columns={['Token', 'State', 'May', 'Last used', 'Expires', 'Deeds']}>
            {tokens.map((token) => (
              <TokenRow key={token.id} token={token} show={setMade} />
            ))}
          </Table>
        )}
      </Listed>
    </>
  );
}
