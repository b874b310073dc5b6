// The versions of a component by tag, the moves of each tag, and the setting of one.

import { useState } from 'react';
import type { Output } from '../../../../../client.ts';
import { useChange, useList } from '../../../app/data.ts';
import { textOf } from '../../../app/sending.ts';
import { Digest } from '../../../parts/copyable.tsx';
import { actionOf, Deed } from '../../../parts/deed.tsx';
import { Field } from '../../../parts/field.tsx';
import { Empty } from '../../../parts/loading.tsx';
import { Section } from '../../../parts/page.tsx';
import { Listed } from '../../../parts/shown.tsx';
import { wordsOf } from '../../../parts/status.tsx';
import { Table } from '../../../parts/tabular/table.tsx';
import { Time } from '../../../parts/time.tsx';
import { useFilters } from '../filters.ts';

type Component = Output<'GET /components/{component}'>;

function SetTag({ component }: { readonly component: Component }) {
  const change = useChange();
  return (
    <Deed
      label="Set a tag"
      action={actionOf(component.actions, 'recordComponentVersion')}
      question={`Records which image a tag of ${component.name} names. The registry is not changed.`}
      fields={(error) => (
        <>
          <Field label="Tag" path="tag" error={error}>
            {(input) => <input {...input} name="tag" required maxLength={128} />}
          </Field>
          <Field label="Digest" path="digest" error={error} hint="sha256: and 64 hexadecimal digits.">
            {(input) => <input {...input} name="digest" required />}
          </Field>
          <Field label="Version" path="semver" error={error} hint="Without one, it is read from the tag.">
            {(input) => <input {...input} name="semver" maxLength={64} />}
          </Field>
          <Field label="Channel" path="channel" error={error}>
            {(input) => <input {...input} name="channel" />}
          </Field>
        </>
      )}
      run={(form) =>
        change('PUT /components/{component}/versions/{tag}', {
          params: { component: component.id, tag: textOf(form, 'tag') ?? '' },
          body: {
            digest: textOf(form, 'digest') ?? '',
            semver: textOf(form, 'semver'),
            channel: textOf(form, 'channel'),
          },
        })
      }
    />
  );
}

function Moves({ componentId, tag }: { readonly componentId: string; readonly tag: string }) {
  const list = useList('GET /components/{component}/versions/{tag}/moves', { params: { component: componentId, tag } });
  return (
    <Listed what="moves" list={list} empty={<Empty title="The tag never moved." />}>
      {(moves) => (
        <ul>
          {moves.map(({ digest, movedAt, source, movedBy }) => (
            <li key={`${movedAt} ${digest}`}>
              <Digest text={digest} /> <Time at={movedAt} />, {wordsOf(source)} by {movedBy}
            </li>
          ))}
        </ul>
      )}
    </Listed>
  );
}

function History({ componentId, tag }: { readonly componentId: string; readonly tag: string }) {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <details onToggle={({ currentTarget }) => setIsOpen(currentTarget.open)}>
      <summary>Moves of {tag}</summary>
      {isOpen && <Moves componentId={componentId} tag={tag} />}
    </details>
  );
}

export function Versions({ component }: { readonly component: Component }) {
  const { of, set } = useFilters();
  const channel = of('channel');
  const list = useList('GET /components/{component}/versions', {
    params: { component: component.id },
    query: { channel },
  });
  return (
    <Section title="Versions" aside={<SetTag component={component} />}>
      <form
        className="filters"
        key={channel}
        onSubmit={(event) => {
          event.preventDefault();
          set('channel', textOf(new FormData(event.currentTarget), 'channel') ?? '');
        }}
      >
        <label className="inline">
          Channel <input name="channel" defaultValue={channel} pattern="[a-z0-9][a-z0-9._\-]*" maxLength={32} />
        </label>
        <button type="submit">Filter</button>
      </form>
      <Listed
        what="versions"
        list={list}
        empty={
          <Empty title="No version yet.">
            <p>Set a tag, or refresh from the registry.</p>
          </Empty>
        }
      >
        {(versions) => (
          <Table columns={['Tag', 'Version', 'Channel', 'Digest', 'Since']}>
            {versions.map(({ id, tag, semver, channel: of, digest, movedAt }) => (
              <tr key={id}>
                <th scope="row">
                  {tag}
                  <History componentId={component.id} tag={tag} />
                </th>
                <td>{semver}</td>
                <td>{of}</td>
                <td>
                  <Digest text={digest} />
                </td>
                <td>
                  <Time at={movedAt} />
                </td>
              </tr>
            ))}
          </Table>
        )}
      </Listed>
    </Section>
  );
}
