// The filters of the audit log. They stand in the address; the times are those of this browser.
import { useSearchParams } from 'react-router';
import { textOf } from '../../app/sending.ts';
import { Field } from '../../parts/field.tsx';

const TEXTS = [
  ['user', 'Person', 'The id of a user, a token or a part of Windlass'],
  ['action', 'Action', 'Such as release.created'],
  ['resourceType', 'Type', 'Such as Release'],
  ['resourceId', 'Id of the resource', ''],
] as const;
const TIMES = [
  ['start', 'From'],
  ['end', 'Before'],
] as const;
const NAMES = [...TEXTS, ...TIMES].map(([name]) => name);

export const queryOf = (search: URLSearchParams) =>
  Object.fromEntries(NAMES.map((name) => [name, search.get(name) ?? undefined] as const));

/** For an input of a local time: without zone and seconds. */
function localOf(iso: string | null): string {
  const moment = new Date(iso ?? '');
  if (Number.isNaN(moment.getTime())) return '';
  return new Date(moment.getTime() - moment.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

export function Filters() {
  const [search, setSearch] = useSearchParams();
  const look = (form: FormData) => {
    const next = new URLSearchParams();
    for (const [name] of TEXTS) {
      const text = textOf(form, name);
      if (text) next.set(name, text);
    }
    for (const [name] of TIMES) {
      const text = textOf(form, name);
      if (text) next.set(name, new Date(text).toISOString());
    }
    setSearch(next);
  };
  return (
    <search>
      <form
        key={search.toString()}
        className="filters"
        onSubmit={(event) => {
          event.preventDefault();
          look(new FormData(event.currentTarget));
        }}
      >
        {TEXTS.map(([name, label, hint]) => (
          <Field key={name} label={label} path={name} hint={hint}>
            {(input) => <input {...input} name={name} defaultValue={search.get(name) ?? ''} autoComplete="off" />}
          </Field>
        ))}
        {TIMES.map(([name, label]) => (
          <Field key={name} label={label} path={name}>
            {(input) => <input {...input} name={name} type="datetime-local" defaultValue={localOf(search.get(name))} />}
          </Field>
        ))}
        <div className="buttons">
          <button type="submit" className="main">
            Filter
          </button>
          {search.size > 0 && (
            <button type="button" onClick={() => setSearch({})}>
              Show all
            </button>
          )}
        </div>
      </form>
    </search>
  );
}
