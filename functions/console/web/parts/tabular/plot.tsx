// Numbers over time as a line. A drawing says nothing to screen readers, so that the same numbers stand in a table below it.
import { Moment } from '../time.tsx';
import { Table } from './table.tsx';

export interface Point {
  /** ISO 8601. */
  readonly at: string;
  readonly value: number;
}

interface PlotProps {
  /** The name of the numbers. */
  readonly name: string;
  readonly unit: string | null;
  /** One or more, oldest first. */
  readonly points: readonly Point[];
}

const WIDTH = 600;
const HEIGHT = 120;
/** A line at the edge of the drawing is still whole. */
const EDGE = 6;

const numbers = new Intl.NumberFormat('en', { maximumSignificantDigits: 6 });
const shownOf = (value: number, unit: string | null): string =>
  unit === null ? numbers.format(value) : `${numbers.format(value)} ${unit}`;

/** The share of the way from `least` to `most`; in the middle if both are the same. */
const shareOf = (value: number, least: number, most: number): number =>
  most === least ? 0.5 : (value - least) / (most - least);

function placesOf(points: readonly Point[], least: number, most: number): readonly (readonly [number, number])[] {
  const times = points.map(({ at }) => Date.parse(at));
  const [first = 0, last = 0] = [times[0], times.at(-1)];
  return points.map(({ value }, index) => [
    EDGE + shareOf(times[index] ?? 0, first, last) * (WIDTH - 2 * EDGE),
    HEIGHT - EDGE - shareOf(value, least, most) * (HEIGHT - 2 * EDGE),
  ]);
}

export function Plot({ name, unit, points }: PlotProps) {
  const values = points.map(({ value }) => value);
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const places = placesOf(points, least, most);
  const [first, last] = [points[0], points.at(-1)];
  if (!first || !last) return null;
  return (
    <figure className="plot">
      <figcaption>
        <strong>{name}</strong> {shownOf(last.value, unit)}
        <span className="small">
          {' '}
          {points.length === 1 ? 'one value' : `${points.length} values`}, least {shownOf(least, unit)}, most{' '}
          {shownOf(most, unit)}
        </span>
      </figcaption>
      {/* It is stretched to the width of its place; the strokes, and so the points, are not. */}
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden="true">
        <polyline points={places.map(([x, y]) => `${x.toFixed(1)},${y.toFixed(1)}`).join(' ')} />
        <path className="points" d={places.map(([x, y]) => `M${x.toFixed(1)} ${y.toFixed(1)}h0`).join('')} />
      </svg>
      <p className="small ends">
        <Moment at={first.at} />
        {points.length > 1 && <Moment at={last.at} />}
      </p>
      <details>
        <summary>Values of {name}</summary>
        <Table columns={['Time', unit === null ? 'Value' : `Value in ${unit}`]}>
          {points.map(({ at, value }) => (
            <tr key={at}>
              <th scope="row">
                <Moment at={at} />
              </th>
              <td>{numbers.format(value)}</td>
            </tr>
          ))}
        </Table>
      </details>
    </figure>
  );
}
