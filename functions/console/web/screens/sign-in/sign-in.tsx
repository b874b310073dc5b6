// Sign-in by password, then back to the address that the person asked for.
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate, useSearchParams } from 'react-router';
import { ask } from '../../app/connection.ts';
import { useSending } from '../../app/sending.ts';
import { useTenant } from '../../app/tenant.tsx';
import { Field } from '../../parts/field.tsx';
import { Page } from '../../parts/page.tsx';
import { ProblemBox } from '../../parts/problem.tsx';

/** Only an address of this console: a link must not lead a person elsewhere after signing in. */
export const nextOf = (given: string | null, slug: string): string =>
  given?.startsWith(`/${slug}/`) && !given.startsWith('//') ? given : `/${slug}`;

export function SignIn() {
  const { slug, client } = useTenant();
  const [search] = useSearchParams();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const { isSending, error, submit } = useSending(async (form) => {
    await ask(client, 'POST /sessions', {
      body: { login: String(form.get('login')), password: String(form.get('password')) },
    });
    queries.clear();
    await navigate(nextOf(search.get('next'), slug), { replace: true });
  });
  return (
    <main className="narrow">
      <Page title={`Sign in to ${slug}`}>
        <form onSubmit={submit}>
          <Field label="E-mail or username" path="login" error={error}>
            {(input) => <input {...input} name="login" autoComplete="username" required />}
          </Field>
          <Field label="Password" path="password" error={error}>
            {(input) => <input {...input} name="password" type="password" autoComplete="current-password" required />}
          </Field>
          {error && <ProblemBox error={error} />}
          <button type="submit" className="main" disabled={isSending}>
            {isSending ? 'Signing in…' : 'Sign in'}
          </button>
        </form>
      </Page>
    </main>
  );
}
