// The console: its addresses, and the screens behind them. Each screen is a part of its own, loaded with its first visit.
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { Suspense } from 'react';
import { BrowserRouter, Navigate, Outlet, Route, Routes } from 'react-router';
import { Loading } from '../parts/loading.tsx';
import { SignInAgain } from '../screens/sign-in/again.tsx';
import { AnyTenant } from '../screens/sign-in/any-tenant.tsx';
import { Callback } from '../screens/sign-in/providers.tsx';
import { SignIn } from '../screens/sign-in/sign-in.tsx';
import type { Refusal } from './connection.ts';
import { Layout } from './layout.tsx';
import { kept } from './memory.ts';
import { NotFound } from './not-found.tsx';
import { OPEN_SCREENS, SCREENS } from './screens.ts';
import { SignedIn, TenantOfAddress } from './tenant.tsx';

/** A refusal stays one; only an answer that never came, or a fault of the server, is asked for again. */
const isWorthAnotherTry = (attempts: number, { status }: Refusal) => attempts < 2 && (status === 0 || status >= 500);

const queries = new QueryClient({
  defaultOptions: {
    queries: {
      retry: (attempts, error) => isWorthAnotherTry(attempts, error as Refusal),
      staleTime: 5_000,
      refetchOnWindowFocus: true,
    },
  },
});

function Beginning() {
  const tenant = kept('tenant');
  return tenant === undefined ? <AnyTenant /> : <Navigate to={`/${tenant}`} replace />;
}

const Tenant = () => (
  <TenantOfAddress>
    <Suspense fallback={<Loading what="this page" />}>
      <Outlet />
    </Suspense>
  </TenantOfAddress>
);

const Inside = () => (
  <SignedIn again={(me, resume) => <SignInAgain me={me} resume={resume} />}>
    <Layout>
      <Suspense fallback={<Loading what="this page" />}>
        <Outlet />
      </Suspense>
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
