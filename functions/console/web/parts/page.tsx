// A screen with its heading. The document's title and the focus follow navigation, so that keyboard and screen reader do.
import { type ReactNode, useEffect } from 'react';
import { NavLink, useLocation } from 'react-router';
import { useTenant } from '../app/tenant.tsx';

interface PageProps {
  readonly title: string;
  /** Beside the heading. */
  readonly aside?: ReactNode;
  readonly children: ReactNode;
}

const reach = (heading: HTMLHeadingElement | null) => {
  if (!heading) return;
  heading.focus({ preventScroll: true });
  window.scrollTo(0, 0);
};

export function Page({ title, aside, children }: PageProps) {
  const { pathname } = useLocation();
  useEffect(() => {
    document.title = `${title} · Windlass`;
  }, [title]);
  return (
    <>
      <div className="heading">
        {/* The key makes a heading of its own for each address, also where the screen stays, as from a release to another. */}
        <h1 key={pathname} ref={reach} tabIndex={-1}>
          {title}
        </h1>
        {aside}
      </div>
      {children}
    </>
  );
}

interface PageTabsProps {
  /** The kind: `Deployments`. */
  readonly label: string;
  /** The path of each screen in the tenant, and its name. */
  readonly screens: readonly (readonly [path: string, name: string, ...unknown[]])[];
}

/** Links between the screens of one kind, below the heading that they share. */
export function PageTabs({ label, screens }: PageTabsProps) {
  const { slug } = useTenant();
  return (
    <nav className="tabs" aria-label={label}>
      {screens.map(([path, name]) => (
        <NavLink key={path} to={`/${slug}/${path}`}>
          {name}
        </NavLink>
      ))}
    </nav>
  );
}

interface SectionProps {
  readonly title: string;
  readonly aside?: ReactNode;
  readonly children: ReactNode;
}

export const Section = ({ title, aside, children }: SectionProps) => (
  <section className="card" aria-label={title}>
    <div className="heading">
      <h2>{title}</h2>
      {aside}
    </div>
    {children}
  </section>
);
