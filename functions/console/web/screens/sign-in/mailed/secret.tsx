// The secret of a mailed link. It stands in the fragment, which no server sees, and leaves the address when the page is opened, so
// that neither the history nor a shared screen keeps it.
import { useEffect, useState } from 'react';
import type { Refusal } from '../../../app/connection.ts';
import { Field } from '../../../parts/field.tsx';

export function useMailedSecret(): string {
  const [secret] = useState(() => window.location.hash.slice(1));
  useEffect(() => {
    const { pathname, search } = window.location;
    window.history.replaceState(window.history.state, '', `${pathname}${search}`);
  }, []);
  return secret;
}

/** Asks for the secret if the address had none: a mail without a link shows it, and a page that was loaded again lost it. */
export const SecretField = ({ secret }: { readonly secret: string }) =>
  secret === '' ? (
    <Field label="Code of the mail" path="secret" hint="The part of the mailed link after #.">
      {(input) => <input {...input} name="secret" autoComplete="off" required />}
    </Field>
  ) : (
    <input type="hidden" name="secret" value={secret} />
  );

interface NewPasswordProps {
  readonly label: string;
  readonly path: string;
  readonly error: Refusal | null;
}

/** The API says what it refuses: short, common, or made of words about the user. */
export const NewPassword = ({ label, path, error }: NewPasswordProps) => (
  <Field label={label} path={path} error={error} hint="At least 8 characters, and not a common one.">
    {(input) => <input {...input} name={path} type="password" autoComplete="new-password" minLength={8} required />}
  </Field>
);
