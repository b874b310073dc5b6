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

function given<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('used outside of a tenant');
  return value;
}

export const useTenant = (): Tenant => given(useContext(TenantContext));
export const useMe = (): Me => given(useContext(MeContext));

/** Everything below calls the API of the tenant in the address. */
export function TenantOfAddress({ children }: { readonly children: ReactNode }) {
  const { tenant: slug = '' } = useParams();
  const tenant = useMemo(() => ({ slug, client: connect(slug) }), [slug]);
  return <TenantContext value={tenant}>{children}</TenantContext>;
}

/** Shows its content to a person who is signed in, and sends all others to sign in first and back afterwards. */
export function SignedIn({ children }: { readonly children: ReactNode }) {
  const { slug, client } = useTenant();
  const { pathname, search } = useLocation();
  const isOver = useEnded();
  useRotation(client);
  const me = useQuery<Answered<Me>, Refusal>({ queryKey: [slug, 'me'], queryFn: () => ask(client, 'GET /me', {}) });
  if (isOver || me.error?.status === 404) {
    const next = new URLSearchParams({ next: `${pathname}${search}` });
    return <Navigate to={`/${slug}/sign-in?${next}`} state={{ isOver: me.data !== undefined }} replace />;
  }
  if (me.error) return <ProblemBox error={me.error} again={() => void me.refetch()} />;
  if (me.isPending) return <Loading what="your rights" />;
  keep('tenant', slug);
  return <MeContext value={me.data.body}>{children}</MeContext>;
}
