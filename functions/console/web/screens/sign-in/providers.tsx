// Signing in through an OpenID provider: begun here, completed by the page to which the provider sends the browser back.
import { useEffect, useState } from 'react';
import { Link, useSearchParams } from 'react-router';
import type { Output } from '../../../../client.ts';
import { ask, connect, Refusal } from '../../app/connection.ts';
import { useRead } from '../../app/data.ts';
import { useSending } from '../../app/sending.ts';
import { useTenant } from '../../app/tenant.tsx';
import { Loading } from '../../parts/loading.tsx';
import { Page } from '../../parts/page.tsx';
import { ProblemBox } from '../../parts/problem.tsx';
import { nextOf, useEnter } from './entering.tsx';

const PLACE = 'windlass.signIn';

/** A sign-in under way. Its secret stays in the tab that began it. */
interface Begun {
  readonly id: string;
  readonly secret: string;
  readonly slug: string;
  readonly next: string;
}

function takeBegun(): Begun | undefined {
  const text = sessionStorage.getItem(PLACE);
  sessionStorage.removeItem(PLACE);
  return text === null ? undefined : (JSON.parse(text) as Begun);
}

interface ProviderProps {
  readonly provider: Output<'GET /sign-in-options'>['providers'][number];
  readonly next: string;
}

function Provider({ provider, next }: ProviderProps) {
  const { slug, client } = useTenant();
  const { isSending, error, submit } = useSending(async () => {
    const { body } = await ask<Output<'POST /sign-ins'>>(client, 'POST /sign-ins', {
      body: { providerId: provider.id },
    });
    const { id, secret, authorizationUrl } = body;
    if (!/^https?:/.test(authorizationUrl)) throw refused('The address of the provider is not that of a web page.');
    sessionStorage.setItem(PLACE, JSON.stringify({ id, secret, slug, next } satisfies Begun));
    window.location.assign(authorizationUrl);
  });
  return (
    <form onSubmit={submit}>
      {error && <ProblemBox error={error} />}
      <button type="submit" disabled={isSending}>
        Sign in with {provider.name}
      </button>
    </form>
  );
}

/** A button for each provider of the tenant; nothing if there are none. */
export function Providers({ next }: { readonly next: string }) {
  const providers = useRead('GET /sign-in-options', {}).data?.body.providers ?? [];
  if (providers.length === 0) return null;
  return (
    <section aria-label="Other ways to sign in">
      <h2>Or</h2>
      {providers.map((provider) => (
        <Provider key={provider.id} provider={provider} next={next} />
      ))}
    </section>
  );
}

const refused = (detail: string): Refusal =>
  new Refusal(0, { code: 'console.sign_in', title: 'The sign-in is not complete', detail });

async function complete(begun: Begun | undefined, search: URLSearchParams): Promise<string> {
  if (!begun) throw refused('It was not begun in this tab, or the page was loaded again. Begin it anew.');
  const [code, state, iss] = ['code', 'state', 'iss'].map((name) => search.get(name) ?? undefined);
  if (code === undefined || state === undefined) {
    throw refused(search.get('error_description') ?? 'The provider refused it.');
  }
  const { id, secret, slug, next } = begun;
  await ask(connect(slug), 'POST /sign-ins/{signIn}/complete', {
    params: { signIn: id },
    body: { secret, code, state, ...(iss !== undefined && { iss }) },
  });
  return nextOf(next, slug);
}

/** The page to which providers send people back, the same for all tenants. The code leaves the address at once. */
export function Callback() {
  const [search] = useSearchParams();
  const enter = useEnter();
  const [begun] = useState(takeBegun);
  const [error, setError] = useState<Refusal>();
  // biome-ignore lint/correctness/useExhaustiveDependencies: a code is used once, when the page is opened
  useEffect(() => {
    window.history.replaceState(window.history.state, '', window.location.pathname);
    complete(begun, search).then(enter, setError);
  }, []);
  return (
    <main className="narrow">
      <Page title="Sign in">
        {error ? <ProblemBox error={error} /> : <Loading what="your session" />}
        {error && <Link to={begun ? `/${begun.slug}/sign-in` : '/'}>Begin anew</Link>}
      </Page>
    </main>
  );
}
