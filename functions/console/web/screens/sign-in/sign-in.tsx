// Sign-in by password, then back to the address that the person asked for.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { FormEvent } from 'react';
import { useNavigate, useSearchParams } from 'react-router';
import { ask, type Refusal } from '../../app/connection.ts';
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
  const signIn = useMutation<unknown, Refusal, { login: string; password: string }>({
    mutationFn: (body) => ask(client, 'POST /sessions', { body }),
    onSuccess: () => {
      queries.clear();
      void navigate(nextOf(search.get('next'), slug), { replace: true });
    },
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    signIn.mutate({ login: String(form.get('login')), password: String(form.get('password')) });
  };
  return (
    <main className="narrow">
      <Page title={`Sign in to ${slug}`}>
        <form onSubmit={submit}>
          <Field label="E-mail or username" path="login" error={signIn.error}>
            {(input) => <input {...input} name="login" autoComplete="username" required />}
          </Field>
          <Field label="Password" path="password" error={signIn.error}>
            {(input) => <input {...input} name="password" type="password" autoComplete="current-password" required />}
          </Field>
          {signIn.error && <ProblemBox error={signIn.error} />}
          <button type="submit" className="main" disabled={signIn.isPending}>
            {signIn.isPending ? 'Signing in…' : 'Sign in'}
          </button>
        </form>
      </Page>
    </main>
  );
}
