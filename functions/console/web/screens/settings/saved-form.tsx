// A form that saves a setting in its place. Without the right to change it, the person sees the values and the reason.
import { type ReactNode, useState } from 'react';
import type { Refusal } from '../../app/connection.ts';
import { useSending } from '../../app/sending.ts';
import type { Action } from '../../parts/deed.tsx';
import { ProblemBox } from '../../parts/problem.tsx';

interface SavedFormProps {
  /** Names the form. */
  readonly label: string;
  readonly action: Action;
  readonly save: (form: FormData) => Promise<unknown>;
  readonly children: (error: Refusal | null) => ReactNode;
}

export function SavedForm({ label, action, save, children }: SavedFormProps) {
  const [isSaved, setIsSaved] = useState(false);
  const { isSending, error, submit } = useSending(async (form) => {
    setIsSaved(false);
    await save(form);
    setIsSaved(true);
  });
  return (
    <form onSubmit={submit} aria-label={label}>
      <fieldset className="plain" disabled={!action.allowed}>
        {children(error)}
        {error && <ProblemBox error={error} />}
        {action.allowed ? (
          <button type="submit" className="main" disabled={isSending}>
            {isSending ? 'Saving…' : 'Save'}
          </button>
        ) : (
          <p className="small">{action.reason}</p>
        )}
      </fieldset>
      <p role="status">{isSaved && 'Saved.'}</p>
    </form>
  );
}
