// A form that saves a setting in its place. Without the right to change it, the person sees the values and the reason.
import { Fragment, type ReactNode, useState } from 'react';
import type { Refusal } from '../../app/connection.ts';
import { useSending } from '../../app/sending.ts';
import type { Action } from '../../parts/deed.tsx';
import { SendingProblem, useBegun } from '../../parts/seen/seen.tsx';

/** The person changed what differs from `before`; the rest of `now`, the state with the ETag `seen`, stays as it is. */
export interface Saved<T> {
  readonly before: T;
  readonly now: T;
  readonly seen: string | undefined;
}

interface SavedFormProps<T> {
  /** Names the form. */
  readonly label: string;
  readonly action: Action;
  /** The setting as it is. */
  readonly value: T;
  readonly save: (form: FormData, saved: Saved<T>) => Promise<unknown>;
  readonly children: (error: Refusal | null) => ReactNode;
}

export function SavedForm<T>({ label, action, value, save, children }: SavedFormProps<T>) {
  const [isSaved, setIsSaved] = useState(false);
  // The first change of a field keeps the state as it was found; until then the form follows others' changes.
  const [found, setFound] = useState<{ readonly value: T }>();
  const before = (found ?? { value }).value;
  const { send, others, etag, renew } = useBegun(found !== undefined);
  const { isSending, error, submit } = useSending(async (form) => {
    setIsSaved(false);
    await send((seen, isTold) => save(form, { before, now: isTold ? value : before, seen }));
    setIsSaved(true);
    setFound(undefined);
  });
  const touch = () => {
    if (found) return;
    renew();
    setFound({ value });
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
