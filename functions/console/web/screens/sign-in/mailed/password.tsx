// A forgotten password: the mail with a link is asked for, and the link's page sets a new one.
import { useState } from 'react';
import { Link } from 'react-router';
import { ask } from '../../../app/connection.ts';
import { useSending } from '../../../app/sending.ts';
import { useTenant } from '../../../app/tenant.tsx';
import { Field } from '../../../parts/field.tsx';
import { Page } from '../../../parts/page.tsx';
import { ProblemBox } from '../../../parts/problem.tsx';
import { NewPassword, SecretField, useMailedSecret } from './secret.tsx';

export function ForgottenPassword() {
  const { slug, client } = useTenant();
  const [isAsked, setIsAsked] = useState(false);
  const { isSending, error, submit } = useSending(async (form) => {
    await ask(client, 'POST /password-resets', { body: { login: String(form.get('login')) } });
    setIsAsked(true);
  });
  return (
    <main className="narrow">
      <Page title="Forgotten password">
        {isAsked ? (
          <p className="notice" role="status">
            If this user has a confirmed address, a mail with a link is on its way. The link is valid for one hour.
          </p>
        ) : (
          <form onSubmit={submit}>
            <Field label="E-mail or username" path="login" error={error}>
              {(input) => <input {...input} name="login" autoComplete="username" required />}
            </Field>
            {error && <ProblemBox error={error} />}
            <button type="submit" className="main" disabled={isSending}>
              Mail me a link
            </button>
          </form>
        )}
        <p>
          <Link to={`/${slug}/sign-in`}>Back to the sign-in</Link>
        </p>
      </Page>
    </main>
  );
}

export function ResetPassword() {
  const { slug, client } = useTenant();
  const secret = useMailedSecret();
  const [isDone, setIsDone] = useState(false);
  const { isSending, error, submit } = useSending(async (form) => {
    const body = { secret: String(form.get('secret')), password: String(form.get('password')) };
    await ask(client, 'POST /password-resets/use', { body });
    setIsDone(true);
  });
  return (
    <main className="narrow">
      <Page title="New password">
        {isDone ? (
          <p className="notice" role="status">
            The password is set, and all sessions have ended. <Link to={`/${slug}/sign-in`}>Sign in with it</Link>
          </p>
        ) : (
          <form onSubmit={submit}>
            <SecretField secret={secret} />
            <NewPassword label="New password" path="password" error={error} />
            {error && <ProblemBox error={error} />}
            <button type="submit" className="main" disabled={isSending}>
              Set the password
            </button>
          </form>
        )}
      </Page>
    </main>
  );
}
