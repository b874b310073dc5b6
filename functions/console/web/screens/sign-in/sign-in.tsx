// Sign-in by password, passkey or provider, then back to the address that the person asked for.
import { Link, useSearchParams } from 'react-router';
import { useTenant } from '../../app/tenant.tsx';
import { Page } from '../../parts/page.tsx';
import { nextOf, PasswordForm, useEnter } from './entering.tsx';
import { Providers } from './providers.tsx';

export function SignIn() {
  const { slug } = useTenant();
  const [search] = useSearchParams();
  const enter = useEnter();
  const next = nextOf(search.get('next'), slug);
  return (
    <main className="narrow">
      <Page title={`Sign in to ${slug}`}>
        <PasswordForm enter={() => enter(next)}>
          <p>
            <Link to={`/${slug}/forgotten-password`}>Forgotten your password?</Link>
          </p>
          <Providers next={next} />
        </PasswordForm>
      </Page>
    </main>
  );
}
