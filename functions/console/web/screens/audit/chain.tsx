// The chain of audit entries: whether it is as it was sealed, and its signed heads.
import { useState } from 'react';
import type { Output } from '../../../../client.ts';
import { ask } from '../../app/connection.ts';
import { useList } from '../../app/data.ts';
import { useSending } from '../../app/sending.ts';
import { useTenant } from '../../app/tenant.tsx';
import { Copyable } from '../../parts/copyable.tsx';
import { Icon } from '../../parts/icon.tsx';
import { Empty } from '../../parts/loading.tsx';
import { Section } from '../../parts/page.tsx';
import { ProblemBox } from '../../parts/problem.tsx';
import { Listed } from '../../parts/shown.tsx';
import { Time } from '../../parts/time.tsx';

type Check = Output<'GET /audit/verify'>;

interface Checked {
  /** The first entry of the chain's first part. */
  readonly first: number | null;
  readonly last: Check;
}

function Result({ first, last: { isIntact, last, broken, nextCursor } }: Checked) {
  if (broken) {
    return (
      <p className="notice problem">
        <Icon name="bad" /> Broken at entry {broken.seq}: {broken.message}
      </p>
    );
  }
  if (last === null) return <p className="notice">The chain has no entry yet.</p>;
  return (
    <p className="notice">
      <Icon name={isIntact ? 'good' : 'bad'} /> Entries {first} to {last} are as they were sealed
      {nextCursor === null ? '.' : '; the next ones are being checked…'}
    </p>
  );
}

/** The API checks at most 1,000 entries at once, so that a long chain takes several requests. */
function Verification() {
  const { client } = useTenant();
  const [checked, setChecked] = useState<Checked>();
  const { isSending, error, submit } = useSending(async () => {
    setChecked(undefined);
    let first: number | null = null;
    let cursor: string | undefined;
    do {
      const { body }: { body: Check } = await ask<Check>(client, 'GET /audit/verify', { query: { cursor } });
      first ??= body.first;
      setChecked({ first, last: body });
      cursor = body.nextCursor ?? undefined;
    } while (cursor !== undefined);
  });
  return (
    <form onSubmit={submit}>
      <button type="submit" disabled={isSending}>
        {isSending ? 'Verifying…' : 'Verify the chain'}
      </button>
      <div role="status">{checked && <Result first={checked.first} last={checked.last} />}</div>
      {error && <ProblemBox error={error} />}
    </form>
  );
}

export function Chain() {
  const list = useList('GET /audit/heads', { query: { limit: 10 } });
  return (
    <Section title="Chain">
      <p className="small">
        Each entry holds the hash of the one before; each head is signed. With the CSV anybody can check it elsewhere.
      </p>
      <Verification />
      <h3>Signed heads</h3>
      <Listed what="heads" list={list} empty={<Empty title="Nothing is sealed yet." />}>
        {(heads) => (
          <ul className="rows">
            {heads.map(({ seq, hash, at, keyId }) => (
              <li key={seq}>
                <span>
                  Entry {seq} <Copyable text={hash} shown={`${hash.slice(0, 16)}…`} />
                </span>
                <span className="small">
                  sealed <Time at={at} /> with {keyId}
                </span>
              </li>
            ))}
          </ul>
        )}
      </Listed>
    </Section>
  );
}
