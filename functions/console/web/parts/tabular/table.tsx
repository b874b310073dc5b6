// A table with a heading per column. On a narrow screen it scrolls within itself.
import type { ReactNode } from 'react';

interface TableProps {
  readonly columns: readonly string[];
  /** The rows: `tr` elements. */
  readonly children: ReactNode;
}

export const Table = ({ columns, children }: TableProps) => (
  <div className="table">
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
