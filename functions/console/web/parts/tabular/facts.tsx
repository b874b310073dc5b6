// Facts about one thing: names and values.
import type { ReactNode } from 'react';

export type Fact = readonly [name: string, value: ReactNode];

/** A fact without a value is left out. */
export const Facts = ({ rows }: { readonly rows: readonly Fact[] }) => (
  <dl className="facts">
    {rows
      .filter(([, value]) => value !== undefined && value !== null)
      .map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
  </dl>
);
