// The answers that a person may give to a question. The question stays open on the page until the API has answered.
import { useChange, useRead } from '../../app/data.ts';
import { textOf } from '../../app/sending.ts';
import { Deed } from '../../parts/deed.tsx';
import { Field } from '../../parts/field.tsx';
import { useHasLeft } from '../../parts/seen/held.tsx';
import { Outcome } from './outcome.tsx';
import type { Approval } from './seen.ts';

const LABELS = { APPROVED: 'Approve', REJECTED: 'Reject' } as const;

interface AnswerDeedsProps {
  /** An entry of a list has no decisions; they are read once it has left the list. */
  readonly approval: Omit<Approval, 'decisions'> & Partial<Pick<Approval, 'decisions'>>;
  readonly onAnswered?: (approval: Approval) => void;
}

/** The question as it is now, if it is known whole. */
function useWhole({ decisions, ...approval }: AnswerDeedsProps['approval']): Approval | undefined {
  const hasLeft = useHasLeft();
  const read = useRead('GET /approvals/{approval}', { params: { approval: approval.id } }, { enabled: hasLeft });
  if (hasLeft) return read.data?.body;
  return decisions && { ...approval, decisions };
}

export function AnswerDeeds({ approval, onAnswered }: AnswerDeedsProps) {
  const change = useChange();
  const whole = useWhole(approval);
  const { id, question, subject, actions } = approval;
  return actions.map(({ body: { action }, ...rest }) => (
    <Deed
      key={action}
      label={LABELS[action]}
      action={rest}
      question={
        <>
          {subject.key}: {question}
        </>
      }
      fields={
        <Field label="Comment (optional)" path="comment" hint="Everybody who follows the release reads it.">
          {(input) => <textarea {...input} name="comment" maxLength={1000} rows={2} />}
        </Field>
      }
      tone={action === 'APPROVED' ? 'main' : 'danger'}
      over={whole && whole.status !== 'PENDING' && <Outcome approval={whole} />}
      run={async (form, seen) => {
        const { body } = await change('POST /approvals/{approval}/decisions', {
          params: { approval: id },
          body: { action, comment: textOf(form, 'comment') },
          seen,
        });
        onAnswered?.(body);
      }}
    />
  ));
}
