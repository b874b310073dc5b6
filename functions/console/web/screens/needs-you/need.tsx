// One group of things that wait for a person. It shows nothing while it is read, and when none does.
import type { ReactNode } from 'react';
import type { List } from '../../app/data.ts';
import { Section } from '../../parts/page.tsx';
import { HeldRow, useHeld } from '../../parts/seen/held.tsx';
import { Listed } from '../../parts/shown.tsx';
import { Rows } from '../../parts/tabular/rows.tsx';

/** True if all of the list is read and it has nothing. */
export const isClear = ({ items, isPending, error, more }: List<unknown>): boolean =>
  items.length === 0 && !isPending && error === null && more === undefined;

interface NeedProps<T> {
  readonly title: string;
  readonly list: List<T>;
  /** Links and deeds for the whole group. */
  readonly aside?: ReactNode;
  readonly children: (item: T) => ReactNode;
}

export function Need<T extends { readonly id: string }>({ title, list, aside, children }: NeedProps<T>) {
  const { items, rowOf } = useHeld(list.items);
  const all = { ...list, items };
  if (list.isPending || isClear(all)) return null;
  return (
    <Section title={title} aside={aside}>
      <Listed what={title.toLowerCase()} list={all} empty={null}>
        {(shown) => <Rows items={shown}>{(item) => <HeldRow {...rowOf(item)}>{children(item)}</HeldRow>}</Rows>}
      </Listed>
    </Section>
  );
}
