// A button for an operation of the API. The server says whether the person may do it now and why not. The deed is confirmed in
// words that name its object, so that nobody does it to another one.
import { type ReactNode, useId, useState } from 'react';
import { Link } from 'react-router';
import type { Refusal } from '../app/connection.ts';
import { beginDeed } from '../app/data.ts';
import { useSending } from '../app/sending.ts';
import type { Me } from '../app/tenant.tsx';
import { Dialog } from './dialog/dialog.tsx';
import { FormEnd } from './form-end.tsx';
import { useHasLeft, useHold } from './seen/held.tsx';
import { useBegun } from './seen/seen.tsx';

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
  /** Says that others made the deed pointless while its dialog was open: it stays for what was typed, and is not sent. */
  readonly over?: ReactNode;
  /** `seen` is the ETag of the state that was shown when the question was asked. */
  readonly run: (form: FormData, seen: string | undefined) => Promise<unknown>;
}

/** The action of that name among those of a view. */
export const actionOf = <A extends Action>(actions: readonly A[], name: A['name']): A | undefined =>
  actions.find((action) => action.name === name);

/** Of an operation that belongs to no view, such as a creation: decided by the rights of the person alone. */
export function actionOfMe({ role, operations }: Me, name: string): Action {
  const allowed = operations.some((one) => one.operation === name && one.allowed);
  return { name, allowed, reason: allowed ? null : `Your role ${role} does not include it. Ask an administrator.` };
}

/** The question before the deed. Words and `run` stay those of the state that the person saw when it was asked. */
function Question({ fields, over, close, ...deed }: DeedProps & { readonly close: () => void }) {
  const [{ label, question, tone = 'main', run }] = useState(deed);
  useHold();
  const hasLeft = useHasLeft();
  const { send, others } = useBegun();
  const { isSending, error, submit } = useSending(async (form) => {
    await send((seen) => run(form, seen));
    close();
  });
  return (
    <Dialog title={label} close={close}>
      <form onSubmit={submit}>
        <p>{question}</p>
        {typeof fields === 'function' ? fields(error) : fields}
        {hasLeft && !over && !isSending && (
          <p className="notice warning" role="status">
            It left the list meanwhile: another person may have dealt with it.
          </p>
        )}
        <FormEnd
          error={error}
          over={isSending ? undefined : over}
          others={others}
          label={label}
          sending="Sending…"
          isSending={isSending}
          tone={tone}
          close={close}
        />
      </form>
    </Dialog>
  );
}

interface DeedButtonProps {
  readonly label: string;
  readonly action: Action;
  readonly tone?: 'main' | 'danger' | undefined;
  readonly opensDialog?: boolean;
  readonly press: () => void;
}

/** Pointer, focus or a press shows the reason of a deed that is not allowed: a finger has no pointer. */
export function DeedButton({ label, action: { allowed, reason }, tone, opensDialog, press }: DeedButtonProps) {
  const [isTold, setIsTold] = useState(false);
  const reasonId = useId();
  return (
    <span className="deed">
      <button
        type="button"
        className={tone}
        aria-haspopup={opensDialog ? 'dialog' : undefined}
        aria-disabled={!allowed}
        aria-describedby={allowed ? undefined : reasonId}
        onClick={allowed ? press : () => setIsTold(!isTold)}
      >
        {label}
      </button>
      {!allowed && (
        <span id={reasonId} className={`reason small ${isTold ? 'told' : ''}`}>
          {reason}
        </span>
      )}
    </span>
  );
}

export function Deed(deed: DeedProps) {
  const [isAsked, setIsAsked] = useState(false);
  const { label, action, tone } = deed;
  if (!action) return null;
  const press = () => {
    beginDeed();
    setIsAsked(true);
  };
  return (
    <>
      <DeedButton label={label} action={action} tone={tone} opensDialog press={press} />
      {isAsked && <Question {...deed} close={() => setIsAsked(false)} />}
    </>
  );
}

interface DeedLinkProps {
  readonly label: string;
  readonly action: Action;
  readonly to: string;
  readonly tone?: 'main';
}

/** A deed that has a screen of its own. */
export const DeedLink = ({ label, action, to, tone }: DeedLinkProps) =>
  action.allowed ? (
    <Link className={`button ${tone ?? ''}`} to={to}>
      {label}
    </Link>
  ) : (
    <DeedButton label={label} action={action} press={() => undefined} />
  );
