// For an ADMIN: the API tokens of CI, or of everybody. Those of one user stand at the user.
import { useSearchParams } from 'react-router';
import { Tokens } from '../account/tokens/tokens.tsx';
import { PeoplePage } from './people-page.tsx';

const OWNERS = [
  ['CI', 'CI'],
  ['all', 'Everybody'],
] as const;

export function TokensOfAll() {
  const [search, setSearch] = useSearchParams();
  const [owner] = OWNERS.find(([one]) => one === search.get('owner')) ?? OWNERS[0];
  return (
    <PeoplePage title="API tokens">
      <div className="filters">
        <label className="inline">
          Tokens of
          <select value={owner} onChange={({ target }) => setSearch({ owner: target.value }, { replace: true })}>
            {OWNERS.map(([one, label]) => (
              <option key={one} value={one}>
                {label}
              </option>
            ))}
          </select>
        </label>
      </div>
      <Tokens key={owner} owner={owner} />
    </PeoplePage>
  );
}
