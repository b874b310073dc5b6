// The console: its addresses, and the screens behind them. Each screen is a part of its own, loaded with its first visit.
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { Suspense } from 'react';
import { BrowserRouter, Navigate, Outlet, Route, Routes, useLocation } from 'react-router';
import { Loading } from '../parts/loading.tsx';
import { SignInAgain } from '../screens/sign-in/again.tsx';
import { AnyTenant } from '../screens/sign-in/any-tenant.tsx';
import { Callback } from '../screens/sign-in/providers.tsx';
import { SignIn } from '../screens/sign-in/sign-in.tsx';
import type { Refusal } from './connection.ts';
import { NotFound } from './instead/not-found.tsx';
import { Unloaded } from './instead/unloaded.tsx';
import { Layout } from './layout.tsx';
import { kept } from './memory.ts';
import { OPEN_SCREENS, SCREENS } from './screens.ts';
import { SignedIn, TenantOfAddress } from './tenant.tsx';

/** A person waits so long without a word. */
const MOST_PAUSE_MS = 10_000;
const pauseAfter = (attempts: number, { retryAfterMs = 1000 * 2 ** attempts }: Refusal): number => retryAfterMs;

/** A refusal stays one; an answer that never came, a fault of the server, and one request too many are asked for again. */
const isWorthAnotherTry = (attempts: number, error: Refusal): boolean =>
  attempts < 2 &&
  (error.status === 0 || error.status === 429 || error.status >= 500) &&
  pauseAfter(attempts, error) <= MOST_PAUSE_MS;

const queries = new QueryClient({
  defaultOptions: {
    queries: {
      retry: (attempts, error) => isWorthAnotherTry(attempts, error as Refusal),
      retryDelay: (attempts, error) => pauseAfter(attempts, error as Refusal),
      // Without a connection a request fails and is told, instead of waiting in silence.
      networkMode: 'always',
      staleTime: 5_000,
      refetchOnWindowFocus: true,
    },
    mutations: { networkMode: 'always' },
  },
});

function Beginning() {
  const tenant = kept('tenant');
  return tenant === undefined ? <AnyTenant /> : <Navigate to={`/${tenant}`} replace />;
}

function ScreenOfAddress() {
  const { pathname } = useLocation();
  return (
    <Unloaded place={pathname}>
      <Suspense fallback={<Loading what="this page" />}>
        <Outlet />
      </Suspense>
    </Unloaded>
  );
}

const Tenant = () => (
  <TenantOfAddress>
    <ScreenOfAddress />
  </TenantOfAddress>
);

const Inside = () => (
  <SignedIn again={(me, resume) => <SignInAgain me={me} resume={resume} />}>
    <Layout>
      <ScreenOfAddress />
    </Layout>
  </SignedIn>
);

export const App = () => (
  <QueryClientProvider client={queries}>
    <BrowserRouter basename="/console">
      <Routes>
        <Route index element={<Beginning />} />
        <Route path="sign-in/callback" element={<Callback />} />
        <Route path=":tenant" element={<Tenant />}>
          <Route path="sign-in" element={<SignIn />} />
          {OPEN_SCREENS.map(({ path, Screen }) => (
            <Route key={path} path={path} element={<Screen />} />
          ))}
          <Route element={<Inside />}>
            {SCREENS.map(({ path, Screen }) => (
              <Route key={path} path={path} element={<Screen />} />
            ))}
            <Route path="*" element={<NotFound />} />
          </Route>
        </Route>
      </Routes>
    </BrowserRouter>
  </QueryClientProvider>
);
