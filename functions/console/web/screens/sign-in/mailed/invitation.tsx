// Accepts an invitation from its mailed link, then signs the new user in.
import { ask } from '../../../app/connection.ts';
import { useSending } from '../../../app/sending.ts';
import { useTenant } from '../../../app/tenant.tsx';
import { Field } from '../../../parts/field.tsx';
import { Page } from '../../../parts/page.tsx';
import { ProblemBox } from '../../../parts/problem.tsx';
import { PasskeyStep, useEnter, usePasswordSignIn } from '../entering.tsx';
import { NewPassword, SecretField, useMailedSecret } from './secret.tsx';

export function Invitation() {
  const { slug, client } = useTenant();
  const secret = useMailedSecret();
  const begin = useEnter();
  const enter = () => begin(`/${slug}`);
  const { step, signIn } = usePasswordSignIn(enter);
  const { isSending, error, submit } = useSending(async (form) => {
    const text = (name: string) => String(form.get(name));
    const body = { secret: text('secret'), username: text('username'), fullName: text('fullName') };
    await ask(client, 'POST /invitations/accept', { body: { ...body, password: text('password') } });
    await signIn(body.username, text('password'));
  });
  return (
    <main className="narrow">
      <Page title={`Join ${slug}`}>
        {step ? (
          <PasskeyStep step={step} enter={enter} />
        ) : (
          <form onSubmit={submit}>
            <SecretField secret={secret} />
            <Field label="Full name" path="fullName" error={error}>
              {(input) => <input {...input} name="fullName" autoComplete="name" maxLength={100} required />}
            </Field>
            <Field label="Username" path="username" error={error} hint="For signing in, and for mentions.">
              {(input) => <input {...input} name="username" autoComplete="username" maxLength={60} required />}
            </Field>
            <NewPassword label="Password" path="password" error={error} />
            {error && <ProblemBox error={error} />}
            <button type="submit" className="main" disabled={isSending}>
              {isSending ? 'Joining…' : 'Accept the invitation'}
            </button>
          </form>
        )}
      </Page>
    </main>
  );
}
