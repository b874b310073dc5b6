// The filters of the list of releases, as the API has them. They stand in the address, so that a list can be shared.
import { useSearchParams } from 'react-router';
import { RELEASE_STATUSES } from '../../../../../entities/releases/lifecycle/status.model.ts';
import type { Input } from '../../../../client.ts';
import { useList } from '../../app/data.ts';
import { wordsOf } from '../../parts/status.tsx';
import { WAIT_WORDS } from './wait.tsx';

type Query = NonNullable<Input<'GET /releases'>['query']>;
const NAMES = ['status', 'service', 'version', 'type', 'pilot', 'isPaused', 'isDelayed', 'waitsFor'] as const;

/** The API checks the values: an address is typed by people too. */
export const queryOf = (search: URLSearchParams): Query =>
  Object.fromEntries(NAMES.map((name) => [name, search.get(name) ?? undefined])) as Query;

type Options = readonly (readonly [value: string, label: string])[];

const inWords = (values: readonly string[]): Options => values.map((value) => [value, wordsOf(value)]);
const STATUSES = inWords(RELEASE_STATUSES);
const TYPES = inWords(['PLANNED', 'HOTFIX', 'MAJOR']);
const WAITS: Options = Object.entries(WAIT_WORDS);

interface ChoiceProps {
  readonly label: string;
  readonly name: (typeof NAMES)[number];
  readonly any: string;
  readonly options: Options;
}

function Choice({ label, name, any, options }: ChoiceProps) {
  const [search, setSearch] = useSearchParams();
  const value = search.get(name) ?? '';
  const choose = (chosen: string) => {
    const next = new URLSearchParams(search);
    if (chosen === '') next.delete(name);
    else next.set(name, chosen);
    setSearch(next);
  };
  // The address may name several at once, such as `STARTED,PENDING`.
  const isListed = value === '' || options.some(([one]) => one === value);
  return (
    <label className="inline">
      {label}
      <select value={value} onChange={({ target }) => choose(target.value)}>
        <option value="">{any}</option>
        {options.map(([one, shown]) => (
          <option key={one} value={one}>
            {shown}
          </option>
        ))}
        {!isListed && <option value={value}>{value}</option>}
      </select>
    </label>
  );
}

export function Filters() {
  const { items } = useList('GET /services', { query: { limit: 100 } });
  const [search, setSearch] = useSearchParams();
  const services = items.map(({ slug, name }) => [slug, name] as const);
  return (
    <search className="filters" aria-label="Filters">
      <Choice label="Status" name="status" any="All but archived" options={STATUSES} />
      <Choice label="Service" name="service" any="Any" options={services} />
      <Choice label="Type" name="type" any="Any" options={TYPES} />
      <Choice label="Waits for" name="waitsFor" any="Anything" options={WAITS} />
      <Choice label="Paused" name="isPaused" any="Yes or no" options={[['true', 'Paused only']]} />
      <Choice label="Late" name="isDelayed" any="Yes or no" options={[['true', 'Late only']]} />
      {search.size > 0 && (
        <button type="button" className="quiet" onClick={() => setSearch({})}>
          Show all
        </button>
      )}
    </search>
  );
}
