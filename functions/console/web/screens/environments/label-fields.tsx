// The field of labels in a form, one on a line, and labels as they are shown.
import type { Refusal } from '../../app/connection.ts';
import { Field } from '../../parts/field.tsx';

export type Labels = Readonly<Record<string, string>>;

interface LabelsFieldProps {
  readonly error: Refusal | null;
  readonly labels?: Labels | undefined;
}

export const LabelsField = ({ error, labels = {} }: LabelsFieldProps) => (
  <Field label="Labels (optional)" path="labels" error={error} hint="One on a line, such as region=eu.">
    {(input) => (
      <textarea
        {...input}
        name="labels"
        rows={2}
        spellCheck={false}
        defaultValue={Object.entries(labels)
          .map(([key, value]) => `${key}=${value}`)
          .join('\n')}
      />
    )}
  </Field>
);

export const LabelWords = ({ labels }: { readonly labels: Labels }) =>
  Object.entries(labels).map(([key, value]) => (
    <code key={key}>
      {key}={value}{' '}
    </code>
  ));
