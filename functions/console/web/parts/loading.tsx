// The states of data that is not there to show: on its way, empty, or old.
import type { ReactNode } from 'react';
import { absolute, timeOfDay } from './time.tsx';

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
    It could not be read again. You see the state as of{' '}
    <time dateTime={new Date(since).toISOString()} title={absolute(since)}>
      {timeOfDay(since)}
    </time>
    .{' '}
    <button type="button" className="quiet" onClick={again}>
      Try again
    </button>
  </p>
);
