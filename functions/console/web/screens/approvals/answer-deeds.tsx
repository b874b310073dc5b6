// The answers that a person may give to a question. The question stays open on the page until the API has answered.
import { useChange } from '../../app/data.ts';
import { textOf } from '../../app/sending.ts';
import { Deed } from '../../parts/deed.tsx';
import { Field } from '../../parts/field.tsx';
import type { Approval } from './seen.ts';

const LABELS = { APPROVED: 'Approve', REJECTED: 'Reject' } as const;

interface AnswerDeedsProps {
  readonly approval: Pick<Approval, 'id' | 'question' | 'subject' | 'actions'>;
  readonly onAnswered?: (approval: Approval) => void;
}

export function AnswerDeeds({ approval, onAnswered }: AnswerDeedsProps) {
  const change = useChange();
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
