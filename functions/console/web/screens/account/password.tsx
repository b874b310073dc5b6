// The change of the own password. All other sessions end; this one goes on.
import { useRef, useState } from 'react';
import { useChange } from '../../app/data.ts';
import { useSending } from '../../app/sending.ts';
import { noteNewSecret } from '../../app/session.ts';
import { Field } from '../../parts/field.tsx';
import { Section } from '../../parts/page.tsx';
import { ProblemBox } from '../../parts/problem.tsx';

export function Password() {
  const change = useChange();
  const form = useRef<HTMLFormElement>(null);
  const [isChanged, setIsChanged] = useState(false);
  const { isSending, error, submit } = useSending(async (fields) => {
    setIsChanged(false);
    const body = {
      currentPassword: String(fields.get('currentPassword')),
      newPassword: String(fields.get('newPassword')),
    };
    await change('PUT /me/password', { body });
    noteNewSecret();
    form.current?.reset();
    setIsChanged(true);
  });
  return (
    <Section title="Password">
      <form ref={form} onSubmit={submit} className="short">
        <Field label="Present password" path="currentPassword" error={error}>
          {(input) => (
            <input {...input} name="currentPassword" type="password" autoComplete="current-password" required />
          )}
        </Field>
        <Field label="New password" path="newPassword" error={error} hint="At least 8 characters. Other sessions end.">
          {(input) => (
            <input {...input} name="newPassword" type="password" autoComplete="new-password" minLength={8} required />
          )}
        </Field>
        {error && <ProblemBox error={error} />}
        {isChanged && (
          <p className="notice" role="status">
            The password is changed. All other sessions have ended.
          </p>
        )}
        <button type="submit" disabled={isSending}>
          {isSending ? 'Changing…' : 'Change the password'}
        </button>
      </form>
    </Section>
  );
}
