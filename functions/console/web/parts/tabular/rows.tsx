// A list whose entries are rows of their own, such as things with their deeds.
import type { ReactNode } from 'react';

interface RowsProps<T> {
  readonly items: readonly T[];
  readonly children: (item: T) => ReactNode;
}

export const Rows = <T extends { readonly id: string }>({ items, children }: RowsProps<T>) => (
  <ul className="rows">
    {items.map((item) => (
      <li key={item.id}>{children(item)}</li>
    ))}
  </ul>
);
