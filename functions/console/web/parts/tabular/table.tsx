// A table with a heading per column. On a narrow screen it scrolls within itself.
import type { ReactNode } from 'react';

interface TableProps {
  readonly columns: readonly string[];
  /** The rows: `tr` elements. */
  readonly children: ReactNode;
}

export const Table = ({ columns, children }: TableProps) => (
  // biome-ignore lint/a11y/noNoninteractiveTabindex: a wide table is scrolled with the keyboard (WCAG 2.1.1)
  // biome-ignore lint/a11y/useSemanticElements: it groups no fields
  <div className="table" role="group" tabIndex={0} aria-label="Table, which may scroll sideways">
    <table>
      <thead>
        <tr>
          {columns.map((column) => (
            <th key={column} scope="col">
              {column}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>{children}</tbody>
    </table>
  </div>
);
