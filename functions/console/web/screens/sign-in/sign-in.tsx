// Sign-in by password, passkey or provider, then back to the address that the person asked for.
import { Link, useLocation, useSearchParams } from 'react-router';
import { useSending } from '../../app/sending.ts';
import { useTenant } from '../../app/tenant.tsx';
import { Field } from '../../parts/field.tsx';
import { Page } from '../../parts/page.tsx';
import { ProblemBox } from '../../parts/problem.tsx';
import { nextOf, PasskeyStep, usePasswordSignIn } from './entering.tsx';
import { Providers } from './providers.tsx';

export function SignIn() {
  const { slug } = useTenant();
  const [search] = useSearchParams();
  const { state } = useLocation();
  const next = nextOf(search.get('next'), slug);
  const { step, signIn } = usePasswordSignIn(next);
  const { isSending, error, submit } = useSending((form) =>
    signIn(String(form.get('login')), String(form.get('password'))),
  );
  return (
    <main className="narrow">
      <Page title={`Sign in to ${slug}`}>
        {state?.isOver && (
          <p className="notice warning" role="status">
            Your session has ended. Sign in again to go on where you were.
          </p>
        )}
        {step ? (
          <PasskeyStep step={step} next={next} />
        ) : (
          <>
            <form onSubmit={submit}>
              <Field label="E-mail or username" path="login" error={error}>
                {(input) => <input {...input} name="login" autoComplete="username" required />}
              </Field>
              <Field label="Password" path="password" error={error}>
                {(input) => (
                  <input {...input} name="password" type="password" autoComplete="current-password" required />
                )}
              </Field>
              {error && <ProblemBox error={error} />}
              <button type="submit" className="main" disabled={isSending}>
                {isSending ? 'Signing in…' : 'Sign in'}
              </button>
            </form>
            <p>
              <Link to={`/${slug}/forgotten-password`}>Forgotten your password?</Link>
            </p>
            <Providers next={next} />
          </>
        )}
      </Page>
    </main>
  );
}
