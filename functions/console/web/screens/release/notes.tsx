// The notes of a release per language, and their edit.
import { Refusal } from '../../app/connection.ts';
import { type Item, useChange, useList } from '../../app/data.ts';
import { textOf } from '../../app/sending.ts';
import { actionOf, Deed } from '../../parts/deed.tsx';
import { Field } from '../../parts/field.tsx';
import { Empty } from '../../parts/loading.tsx';
import { Section } from '../../parts/page.tsx';
import { SeenItem } from '../../parts/seen/seen.tsx';
import { Listed } from '../../parts/shown.tsx';
import { Time } from '../../parts/time.tsx';
import type { Release } from './seen.ts';

type Note = Item<'GET /releases/{release}/notes'>;

interface EditProps {
  readonly release: Release;
  /** Undefined for notes in a further language. */
  readonly note?: Note;
}

/** The refusal of notes in a language that has some, shown at its field. */
function asTaken(thrown: unknown): unknown {
  if (!(thrown instanceof Refusal) || thrown.status !== 412) return thrown;
  const code = 'release.notes_exist';
  const message = 'has notes already. Go back and edit those; what you wrote here is not sent';
  return new Refusal(409, {
    code,
    title: 'The language has notes already',
    fields: [{ path: 'locale', code, message }],
  });
}

function Edit({ release, note }: EditProps) {
  const change = useChange();
  return (
    <Deed
      label={note ? 'Edit' : 'Add a language'}
      action={actionOf(release.actions, 'editReleaseNotes')}
      question={
        <>
          The notes of {release.releaseKey}, as its users read them. Written by a person, they are not generated again.
        </>
      }
      fields={(error) => (
        <>
          {!note && (
            <Field label="Language" path="locale" error={error} hint="For example en-US or de.">
              {(input) => <input {...input} name="locale" required />}
            </Field>
          )}
          <Field label="Notes" path="text" error={error}>
            {(input) => <textarea {...input} name="text" rows={8} required defaultValue={note?.text} />}
          </Field>
        </>
      )}
      run={(form, seen) =>
        change('PUT /releases/{release}/notes/{locale}', {
          params: { release: release.id, locale: note?.locale ?? textOf(form, 'locale') ?? '' },
          body: { text: textOf(form, 'text') ?? '' },
          ...(note ? { seen } : { isNew: true }),
        }).catch((thrown: unknown) => {
          throw note ? thrown : asTaken(thrown);
        })
      }
    />
  );
}

export function Notes({ release }: { readonly release: Release }) {
  const list = useList('GET /releases/{release}/notes', { params: { release: release.id } });
  return (
    <Section title="Notes for users" aside={<Edit release={release} />}>
      <Listed
        what="notes"
        list={list}
        empty={<Empty title="No notes yet. They are made of the commits when they are needed." />}
      >
        {(notes) =>
          notes.map((note) => (
            <article key={note.locale}>
              <div className="heading">
                <h3>{note.locale}</h3>
                <SeenItem item={note}>
                  <Edit release={release} note={note} />
                </SeenItem>
              </div>
              <p className="prose">{note.text}</p>
              <p className="small">
                {note.isEdited ? `Written by ${note.updatedBy}` : 'Made of the commits'}, <Time at={note.updatedAt} />
                {note.notSentTo.length > 0 && '. Not all stores have this text'}
              </p>
            </article>
          ))
        }
      </Listed>
    </Section>
  );
}
