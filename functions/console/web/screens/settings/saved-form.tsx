// A form that saves a setting in its place. Without the right to change it, the person sees the values and the reason.
import { Fragment, type ReactNode, useState } from 'react';
import type { Refusal } from '../../app/connection.ts';
import { useSending } from '../../app/sending.ts';
import type { Action } from '../../parts/deed.tsx';
import { SendingProblem, useBegun } from '../../parts/seen/seen.tsx';

interface SavedFormProps {
  /** Names the form. */
  readonly label: string;
  readonly action: Action;
  /** `seen` is the ETag of the state in which the person found the form. */
  readonly save: (form: FormData, seen: string | undefined) => Promise<unknown>;
  readonly children: (error: Refusal | null) => ReactNode;
}

export function SavedForm({ label, action, save, children }: SavedFormProps) {
  const [isSaved, setIsSaved] = useState(false);
  // The first change of a field keeps the state as it was found; until then the form follows others' changes.
  const [found, setFound] = useState<{ readonly save: typeof save }>();
  const { send, others, etag, renew } = useBegun(found !== undefined);
  const { isSending, error, submit } = useSending(async (form) => {
    setIsSaved(false);
    await send((seen) => (found?.save ?? save)(form, seen));
    setIsSaved(true);
    setFound(undefined);
  });
  const touch = () => {
    if (found) return;
    renew();
    setFound({ save });
  };
  return (
    <form onSubmit={submit} onChange={touch} aria-label={label}>
      <fieldset className="plain" disabled={!action.allowed}>
        <Fragment key={etag}>{children(error)}</Fragment>
        <SendingProblem error={error} others={others} />
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
