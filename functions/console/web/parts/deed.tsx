// A button for an operation of the API. The server says whether the person may do it now and why not. The deed is confirmed in
// words that name its object, so that nobody does it to another one.
import { type ReactNode, useId, useState } from 'react';
import type { Refusal } from '../app/connection.ts';
import { useSending } from '../app/sending.ts';
import type { Me } from '../app/tenant.tsx';
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
  /** Undefined for an action that the view does not offer: nothing is shown. */
  readonly action: Action | undefined;
  /** Names the object: version, target, percent. */
  readonly question: ReactNode;
  /** Further fields of the dialog, which `run` reads by their names; as a function, each can show its own violation. */
  readonly fields?: ReactNode | ((error: Refusal | null) => ReactNode);
  readonly tone?: 'main' | 'danger';
  readonly run: (form: FormData) => Promise<unknown>;
}

/** The action of that name among those of a view. */
export const actionOf = <A extends Action>(actions: readonly A[], name: A['name']): A | undefined =>
  actions.find((action) => action.name === name);

/** Of an operation that belongs to no view, such as a creation: decided by the rights of the person alone. */
export function actionOfMe({ role, operations }: Me, name: string): Action {
  const allowed = operations.some((one) => one.operation === name && one.allowed);
  return { name, allowed, reason: allowed ? null : `Your role ${role} does not include it. Ask an administrator.` };
}

export function Deed({ label, action, question, fields, tone, run }: DeedProps) {
  const [isAsked, setIsAsked] = useState(false);
  const reasonId = useId();
  const close = () => setIsAsked(false);
  const { isSending, error, submit, forget } = useSending(async (form) => {
    await run(form);
    close();
  });
  if (!action) return null;
  const ask = () => {
    forget();
    setIsAsked(true);
  };
  return (
    <span className="deed">
      <button
        type="button"
        className={tone}
        aria-disabled={!action.allowed}
        aria-describedby={action.allowed ? undefined : reasonId}
        onClick={() => action.allowed && ask()}
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
          <form onSubmit={submit}>
            <p>{question}</p>
            {typeof fields === 'function' ? fields(error) : fields}
            {error && <ProblemBox error={error} />}
            {error?.status === 412 && <p>Others changed it meanwhile. Go back to see its present state.</p>}
            <div className="buttons">
              <button type="submit" className={tone ?? 'main'} disabled={isSending}>
                {isSending ? 'Sending…' : label}
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
