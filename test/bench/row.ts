// The rows that a measurement answers: measured and allowed values. Made by the measurements, printed by bench.ts.

/** A number that must not be above `allowed`; without it the row only informs. */
export interface Row {
  readonly what: string;
  readonly measured: number;
  readonly allowed?: number;
  readonly unit: Unit;
}

export type Unit = 'bytes' | 'times' | 'units' | 'ms' | 'count' | 'MB' | 'dollars';

export const isOk = ({ measured, allowed }: Row): boolean => allowed === undefined || measured <= allowed;

const FORMATS: Readonly<Record<Unit, (value: number) => string>> = {
  bytes: (value) => `${(value / 1000).toFixed(1)} KB`,
  times: (value) => `${value.toFixed(2)}x`,
  units: (value) => `${value} units`,
  ms: (value) => `${value < 100 ? value.toFixed(2) : Math.round(value)} ms`,
  count: (value) => String(value),
  dollars: (value) => `$${value.toFixed(2)}`,
  MB: (value) => `${value} MB`,
};

const HEADER = ['what', 'measured', 'allowed', 'ratio', 'ok'] as const;

const cellsOf = (row: Row): string[] => {
  const { what, measured, allowed, unit } = row;
  if (allowed === undefined) return [what, FORMATS[unit](measured), '', '', ''];
  // Of what must not happen at all there is no ratio.
  const ratio = allowed === 0 ? '' : (measured / allowed).toFixed(2);
  return [what, FORMATS[unit](measured), FORMATS[unit](allowed), ratio, isOk(row) ? 'ok' : 'NO'];
};

/** The rows as an aligned Markdown table. */
export function tableOf(rows: readonly Row[]): string {
  const cells = [[...HEADER], ...rows.map(cellsOf)];
  const widths = HEADER.map((_, column) => Math.max(...cells.map((line) => line[column]?.length ?? 0)));
  const lineOf = (line: readonly string[]) =>
    `| ${line.map((cell, column) => pad(cell, column, widths)).join(' | ')} |`;
  const [head, ...body] = cells.map(lineOf);
  return [head, `|${widths.map((width) => '-'.repeat(width + 2)).join('|')}|`, ...body].join('\n');
}

/** Names to the left, numbers to the right. */
const pad = (cell: string, column: number, widths: readonly number[]): string =>
  column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0);

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other);
  const [low = 0, high = 0] = [sorted[(sorted.length - 1) >> 1], sorted[sorted.length >> 1]];
  return (low + high) / 2;
}
