// Rows with an open dialog stay when their thing leaves the list, because others dealt with it: nothing that a person typed is lost.
import { createContext, type ReactNode, useContext, useEffect, useRef, useState } from 'react';

interface Row {
  /** Keeps the row until the returned function is called. */
  readonly hold: () => () => void;
  /** True once the thing has left the list. */
  readonly hasLeft: boolean;
}

const RowContext = createContext<Row>({ hold: () => () => undefined, hasLeft: false });

interface HeldRowProps extends Row {
  readonly children: ReactNode;
}

export const HeldRow = ({ children, ...row }: HeldRowProps) => <RowContext value={row}>{children}</RowContext>;

/** True once the thing of the row around has left its list; never outside of such a row. */
export const useHasLeft = (): boolean => useContext(RowContext).hasLeft;

/** Keeps the row around for as long as the caller, a dialog, is shown. */
export function useHold(): void {
  const { hold } = useContext(RowContext);
  const first = useRef(hold);
  useEffect(() => first.current(), []);
}

interface Held<T> {
  /** The items of the list, and in their places those that have left it and are held. */
  readonly items: readonly T[];
  readonly rowOf: (item: T) => Row;
}

export function useHeld<T extends { readonly id: string }>(listed: readonly T[]): Held<T> {
  const [held, setHeld] = useState<readonly T[]>([]);
  const before = useRef(listed);
  const hasLeft = ({ id }: T) => listed.every((item) => item.id !== id);
  const items = [...listed];
  for (const item of held.filter(hasLeft)) {
    const place = before.current.findIndex(({ id }) => id === item.id);
    items.splice(Math.max(0, place), 0, item);
  }
  useEffect(() => {
    before.current = items;
  });
  const rowOf = (item: T): Row => ({
    hasLeft: hasLeft(item),
    hold: () => {
      setHeld((all) => [...all, item]);
      return () => setHeld((all) => all.filter((one) => one !== item));
    },
  });
  return { items, rowOf };
}
