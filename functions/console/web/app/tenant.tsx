// The tenant of the page's address and the person who is signed in to it.
import { useQuery } from '@tanstack/react-query';
import { createContext, type ReactNode, useContext, useMemo } from 'react';
import { Navigate, useLocation, useParams } from 'react-router';
import type { Client, Output } from '../../../client.ts';
import { Loading } from '../parts/loading.tsx';
import { ProblemBox } from '../parts/problem.tsx';
import { type Answered, ask, connect, type Refusal } from './connection.ts';
import { keep } from './memory.ts';
import { useEnded, useRotation } from './session.ts';

export type Me = Output<'GET /me'>;

interface Tenant {
  readonly slug: string;
  readonly client: Client;
}

const TenantContext = createContext<Tenant | undefined>(undefined);
const MeContext = createContext<Me | undefined>(undefined);
const OverContext = createContext(false);

function given<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('used outside of a tenant');
  return value;
}

export const useTenant = (): Tenant => given(useContext(TenantContext));
export const useMe = (): Me => given(useContext(MeContext));
/** True while the session has ended and the person has not signed in again. */
export const useIsOver = (): boolean => useContext(OverContext);

/** Everything below calls the API of the tenant in the address. */
export function TenantOfAddress({ children }: { readonly children: ReactNode }) {
  const { tenant: slug = '' } = useParams();
  const tenant = useMemo(() => ({ slug, client: connect(slug) }), [slug]);
  return <TenantContext value={tenant}>{children}</TenantContext>;
}

interface SignedInProps {
  readonly children: ReactNode;
  /** Shown over the content when the session has ended; `resume` goes on in another one. */
  readonly again: (me: Me, resume: () => void) => ReactNode;
}

/**
 * Shows its content to a person who is signed in, and sends all others to sign in first and back afterwards. The content stays when
 * the session ends, with everything that was typed into it.
 */
export function SignedIn({ children, again }: SignedInProps) {
  const { slug, client } = useTenant();
  const { pathname, search } = useLocation();
  const { isOver, resume } = useEnded();
  useRotation(client);
  const me = useQuery<Answered<Me>, Refusal>({ queryKey: [slug, 'me'], queryFn: () => ask(client, 'GET /me', {}) });
  if (me.error?.status === 404 || (isOver && !me.data)) {
    const next = new URLSearchParams({ next: `${pathname}${search}` });
    return <Navigate to={`/${slug}/sign-in?${next}`} replace />;
  }
  if (!me.data) {
    if (!me.error) return <Loading what="your rights" />;
    return (
      <main className="narrow">
        <h1>Windlass</h1>
        <ProblemBox error={me.error} again={() => void me.refetch()} />
      </main>
    );
  }
  keep('tenant', slug);
  return (
    <MeContext value={me.data.body}>
      <OverContext value={isOver}>{children}</OverContext>
      {isOver && again(me.data.body, resume)}
    </MeContext>
  );
}
