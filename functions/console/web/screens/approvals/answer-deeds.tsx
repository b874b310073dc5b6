// The answers that a person may give to a question. The question stays open on the page until the API has answered.
import { type SendChange, useChange } from '../../app/data.ts';
import { textOf } from '../../app/sending.ts';
import { Deed } from '../../parts/deed.tsx';
import { Field } from '../../parts/field.tsx';
import type { Approval } from './seen.ts';

const LABELS = { APPROVED: 'Approve', REJECTED: 'Reject' } as const;

interface AnswerDeedsProps {
  readonly approval: Pick<Approval, 'id' | 'question' | 'subject' | 'actions'>;
  readonly seen?: string | undefined;
  readonly onAnswered?: (approval: Approval) => void;
}

const answer = (
  change: SendChange,
  { approval, seen }: AnswerDeedsProps,
  action: keyof typeof LABELS,
  form: FormData,
) =>
  change('POST /approvals/{approval}/decisions', {
    params: { approval: approval.id },
    body: { action, comment: textOf(form, 'comment') },
    seen,
  });

export function AnswerDeeds(props: AnswerDeedsProps) {
  const change = useChange();
  const { question, subject, actions } = props.approval;
  return actions.map((action) => (
    <Deed
      key={action.body.action}
      label={LABELS[action.body.action]}
      action={action}
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
      tone={action.body.action === 'APPROVED' ? 'main' : 'danger'}
      run={async (form) => {
        const { body } = await answer(change, props, action.body.action, form);
        props.onAnswered?.(body);
      }}
    />
  ));
}
