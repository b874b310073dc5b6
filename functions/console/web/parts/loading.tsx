// The states of data that is not there to show: on its way, empty, or old.
import type { ReactNode } from 'react';
import { Time } from './time.tsx';

export const Loading = ({ what }: { readonly what: string }) => (
  <p className="loading" role="status">
    Loading {what}…
  </p>
);

/** Nothing to show, and the next step. */
export const Empty = ({ title, children }: { readonly title: ReactNode; readonly children?: ReactNode }) => (
  <div className="empty">
    <p className="empty-title">{title}</p>
    {children}
  </div>
);

/** Shown above data that could not be read again. */
export const Stale = ({ since, again }: { readonly since: number; readonly again: () => void }) => (
  <p className="notice warning" role="status">
    The API does not answer. You see the state as of <Time at={new Date(since).toISOString()} />.{' '}
    <button type="button" className="quiet" onClick={again}>
      Try again
    </button>
  </p>
);
