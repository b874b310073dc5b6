// A button for an operation of the API. The server says whether the person may do it now and why not; a deed that others
// notice is confirmed first, in words that name its object.
import { type FormEvent, type ReactNode, useId, useState } from 'react';
import type { Refusal } from '../app/connection.ts';
import { Dialog } from './dialog.tsx';
import { ProblemBox } from './problem.tsx';

/** As the views of the API list them. */
export interface Action {
  readonly name: string;
  readonly allowed: boolean;
  readonly reason: string | null;
}

interface DeedProps {
  readonly label: string;
  /** The operation, whose action says whether it is possible. */
  readonly name: string;
  readonly actions: readonly Action[];
  /** Names the object: version, target, percent. */
  readonly question: ReactNode;
  /** Further fields of the dialog, read from the form by their names. */
  readonly fields?: ReactNode;
  readonly tone?: 'main' | 'danger';
  readonly run: (form: FormData) => Promise<unknown>;
}

export function Deed({ label, name, actions, question, fields, tone, run }: DeedProps) {
  const [isAsked, setIsAsked] = useState(false);
  const [isRunning, setIsRunning] = useState(false);
  const [error, setError] = useState<Refusal>();
  const reasonId = useId();
  const action = actions.find((one) => one.name === name);
  if (!action) return null;
  const close = () => {
    setIsAsked(false);
    setError(undefined);
  };
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    setIsRunning(true);
    try {
      await run(new FormData(event.currentTarget));
      close();
    } catch (refusal) {
      setError(refusal as Refusal);
    } finally {
      setIsRunning(false);
    }
  };
  return (
    <span className="deed">
      <button
        type="button"
        className={tone}
        aria-disabled={!action.allowed}
        aria-describedby={action.allowed ? undefined : reasonId}
        onClick={() => action.allowed && setIsAsked(true)}
      >
        {label}
      </button>
      {!action.allowed && (
        <span id={reasonId} className="reason small">
          {action.reason}
        </span>
      )}
      {isAsked && (
        <Dialog title={label} close={close}>
          <form onSubmit={(event) => void submit(event)}>
            <p>{question}</p>
            {fields}
            {error && <ProblemBox error={error} />}
            {error?.status === 412 && <p>Others changed it meanwhile. Close this to see its present state.</p>}
            <div className="buttons">
              <button type="submit" className={tone ?? 'main'} disabled={isRunning}>
                {isRunning ? 'Sending…' : label}
              </button>
              <button type="button" onClick={close}>
                Back
              </button>
            </div>
          </form>
        </Dialog>
      )}
    </span>
  );
}
