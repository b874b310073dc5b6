// The answer of the API to a search: releases by key, version or service, those of a commit or ticket, and services.
import { Link } from 'react-router';
import type { Output } from '../../../../client.ts';
import { useRead } from '../../app/data.ts';
import { useTenant } from '../../app/tenant.tsx';
import { Status } from '../../parts/status.tsx';

interface FoundProps {
  readonly text: string;
  readonly close: () => void;
}

type Item = Output<'GET /search'>['items'][number];

/** The kinds of words in a release, which are shown beside its key. */
const WORDS: Partial<Record<Item['kind'], string>> = { COMMIT: 'commit', TICKET: 'ticket' };

export function Found({ text, close }: FoundProps) {
  const { slug } = useTenant();
  const { data, isFetching } = useRead('GET /search', { query: { q: text } });
  const items = data?.body.items ?? [];
  const count = isFetching ? 'Searching…' : items.length === 0 ? `Nothing is named ${text}.` : `${items.length} found`;
  return (
    <>
      <p role="status" className="small">
        {count}
      </p>
      <ul className="rows">
        {items.map(({ kind, name, release }) => (
          <li key={`${kind} ${name} ${release?.id}`}>
            {release ? (
              <>
                <span>
                  <Link to={`/${slug}/releases/${release.key}`} onClick={close}>
                    {release.key}
                  </Link>{' '}
                  {WORDS[kind] && (
                    <span className="small">
                      {WORDS[kind]} {kind === 'COMMIT' ? name.slice(0, 12) : name.toUpperCase()}
                    </span>
                  )}
                </span>
                <Status status={release.status} />
              </>
            ) : (
              <Link to={`/${slug}/releases?service=${name}`} onClick={close}>
                Releases of {name}
              </Link>
            )}
          </li>
        ))}
      </ul>
    </>
  );
}
