// The frame of every screen: skip link, navigation, who is signed in, theme.
import { useMutation } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { Link, NavLink, useLocation } from 'react-router';
import { Icon } from '../parts/icon.tsx';
import { Search } from '../screens/search/search.tsx';
import { ask } from './connection.ts';
import { useFeed } from './feed.ts';
import { NAVIGATION } from './screens.ts';
import { StopBanner } from './stop-banner.tsx';
import { useMe, useTenant } from './tenant.tsx';
import { applyTheme, THEMES, type Theme, themeOf } from './theme.ts';

function ThemeChoice() {
  const [theme, setTheme] = useState(themeOf);
  const choose = (chosen: Theme) => {
    applyTheme(chosen);
    setTheme(chosen);
  };
  return (
    <label className="inline">
      Colours
      <select value={theme} onChange={(event) => choose(event.target.value as Theme)}>
        {THEMES.map((one) => (
          <option key={one}>{one}</option>
        ))}
      </select>
    </label>
  );
}

function LiveControl() {
  const { isOn, turn, isReached } = useFeed();
  return (
    <button type="button" className="quiet" aria-pressed={isOn} onClick={() => turn(!isOn)}>
      <Icon name={isOn ? (isReached ? 'moving' : 'bad') : 'paused'} />{' '}
      {isOn ? (isReached ? 'Live' : 'No answer') : 'Paused'}
    </button>
  );
}

function SignOut() {
  const { client, slug } = useTenant();
  const { credential } = useMe();
  const leave = useMutation({
    mutationFn: () => ask(client, 'DELETE /sessions/{session}', { params: { session: credential.id } }),
    // A whole load of the page: nothing of the session stays in memory.
    onSuccess: () => window.location.assign(`/console/${slug}/sign-in`),
  });
  return (
    <>
      <button type="button" className="quiet" onClick={() => leave.mutate()}>
        Sign out
      </button>
      {leave.error && (
        <span className="bad" role="alert">
          You are still signed in: {leave.error.message}
        </span>
      )}
    </>
  );
}

/** On a phone the entries stand in one line, which scrolls. */
const intoView = (link: HTMLAnchorElement | null) => link?.scrollIntoView({ block: 'nearest', inline: 'center' });

export function Layout({ children }: { readonly children: ReactNode }) {
  const { slug } = useTenant();
  const { actor, role, tenant } = useMe();
  const [, , screen = ''] = useLocation().pathname.split('/');
  return (
    <>
      <a className="skip" href="#main">
        Skip to the content
      </a>
      <header>
        <NavLink to={`/${slug}`} end className="name">
          Windlass <span className="small">{tenant.name}</span>
        </NavLink>
        <nav aria-label="Screens">
          {NAVIGATION.map(({ path, label, others = [] }) => {
            const current = path === screen ? 'page' : others.includes(screen) ? 'true' : undefined;
            return (
              <Link
                key={path}
                ref={current && intoView}
                to={path === '' ? `/${slug}` : `/${slug}/${path}`}
                aria-current={current}
              >
                {label}
              </Link>
            );
          })}
        </nav>
        <div className="person">
          <NavLink to={`/${slug}/account`}>
            {actor.name} <span className="small">{role.toLowerCase()}</span>
          </NavLink>
          <Search />
          <LiveControl />
          <ThemeChoice />
          <SignOut />
        </div>
      </header>
      <StopBanner />
      <main id="main">{children}</main>
    </>
  );
}
