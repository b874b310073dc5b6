// The revisions of a runbook: each compared with an earlier one, and restored.
import { Children, useState } from 'react';
import type { Output } from '../../../../client.ts';
import { useChange, useList, useRead } from '../../app/data.ts';
import { actionOf, Deed } from '../../parts/deed.tsx';
import { Empty } from '../../parts/loading.tsx';
import { Section } from '../../parts/page.tsx';
import { Listed, Shown } from '../../parts/shown.tsx';
import { Time } from '../../parts/time.tsx';

type Runbook = Output<'GET /runbooks/{runbook}'>;
type Difference = Output<'GET /runbooks/{runbook}/revisions/{revision}/diff'>;

function lineOf(line: string) {
  const text = `${line}\n`;
  if (line.startsWith('+')) return <ins>{text}</ins>;
  return line.startsWith('-') ? <del>{text}</del> : <span>{text}</span>;
}

/** The lines of a unified diff; the sign before each says what the colour says. */
function Patch({ patch }: { readonly patch: string }) {
  const lines = patch.split('\n').filter((line) => !/^(?:---|\+\+\+|===|Index)/.test(line));
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a long line is reached by scrolling with the keyboard
    <section className="patch" tabIndex={0} aria-label="Changes of the text">
      <pre>{Children.toArray(lines.map(lineOf))}</pre>
    </section>
  );
}

const shownValue = (value: unknown): string =>
  value === null ? 'nothing' : Array.isArray(value) ? value.join(' ') || 'nothing' : String(value);

const Changes = ({ fields, patch }: Difference) => (
  <>
    {fields.map(({ field, before, after }) => (
      <p key={field}>
        <strong>{field}</strong>: {shownValue(before)} → {shownValue(after)}
      </p>
    ))}
    {patch === '' ? fields.length === 0 && <p>They are the same.</p> : <Patch patch={patch} />}
  </>
);

function Compared({ runbookId, revision }: { readonly runbookId: string; readonly revision: number }) {
  const [from, setFrom] = useState(Math.max(1, revision - 1));
  const read = useRead('GET /runbooks/{runbook}/revisions/{revision}/diff', {
    params: { runbook: runbookId, revision: String(revision) },
    query: { from },
  });
  return (
    <>
      <label className="inline">
        Compared with revision
        <input
          type="number"
          min={1}
          max={revision}
          value={from}
          onChange={({ target }) => setFrom(Math.min(Math.max(1, target.valueAsNumber || 1), revision))}
        />
      </label>
      <Shown what="the changes" read={read}>
        {(difference) => <Changes {...difference} />}
      </Shown>
    </>
  );
}

function Comparison(compared: Parameters<typeof Compared>[0]) {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <details onToggle={({ currentTarget }) => setIsOpen(currentTarget.open)}>
      <summary>Changes of revision {compared.revision}</summary>
      {isOpen && <Compared {...compared} />}
    </details>
  );
}

export function Revisions({ runbook }: { readonly runbook: Runbook }) {
  const change = useChange();
  const list = useList('GET /runbooks/{runbook}/revisions', { params: { runbook: runbook.id } });
  return (
    <Section title="Revisions">
      <Listed what="revisions" list={list} empty={<Empty title="No revision." />}>
        {(revisions) => (
          <ol className="rows">
            {revisions.map(({ revision, editedBy, editedAt, restored }) => (
              <li key={revision} className="block">
                <p>
                  <strong>Revision {revision}</strong> by {editedBy.name}, <Time at={editedAt} />
                  {restored !== undefined && `, restores revision ${restored}`}
                </p>
                {revision !== runbook.revision && (
                  <Deed
                    label={`Restore revision ${revision}`}
                    action={actionOf(runbook.actions, 'restoreRunbookRevision')}
                    question={`Revision ${revision} of “${runbook.title}” becomes the next one. The later ones stay.`}
                    run={(_, seen) =>
                      change('POST /runbooks/{runbook}/revisions/{revision}/restore', {
                        params: { runbook: runbook.id, revision: String(revision) },
                        seen,
                      })
                    }
                  />
                )}
                <Comparison runbookId={runbook.id} revision={revision} />
              </li>
            ))}
          </ol>
        )}
      </Listed>
    </Section>
  );
}
