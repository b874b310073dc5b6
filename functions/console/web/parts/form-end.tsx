// The end of a form in a dialog or an editor: what went wrong, and the buttons that send it and go back.
import type { ReactNode } from 'react';
import type { Refusal } from '../app/connection.ts';
import { SendingProblem, type useBegun } from './seen/seen.tsx';

interface FormEndProps {
  readonly error: Refusal | null;
  readonly others: ReturnType<typeof useBegun>['others'];
  readonly label: string;
  /** The label while it is sent. */
  readonly sending: string;
  readonly isSending: boolean;
  readonly tone?: string;
  readonly close: () => void;
  /** The reason for which it is not sent any more, in place of the button that sends it. */
  readonly over?: ReactNode;
}

export const FormEnd = ({ error, others, label, sending, isSending, tone = 'main', close, over }: FormEndProps) => (
  <>
    {over ? (
      <div className="notice warning" role="alert">
        {over}
      </div>
    ) : (
      <SendingProblem error={error} others={others} />
    )}
    <div className="buttons">
      {!over && (
        <button type="submit" className={tone} disabled={isSending}>
          {isSending ? sending : label}
        </button>
      )}
      <button type="button" onClick={close}>
        Back
      </button>
    </div>
  </>
);
