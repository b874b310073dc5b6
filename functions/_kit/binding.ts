// Binds a function to its deployment when it starts: parses its environment and connects the table. apiOf, eventsOf and
// tasksOf pass the result to the domain's dependencies. All bindings of a function share one client.
import type { Table } from '../../entities/_base/table/table.ts';
import { type EnvironmentOf, environmentOf } from './env.ts';
import { logger } from './logger.ts';
import type { LambdaRole, Manifest } from './manifest.ts';
import { connectTable } from './raw-table.ts';
import { createSave, type Save } from './save.ts';

export interface Binding<M extends Manifest, R extends LambdaRole> {
  readonly environment: EnvironmentOf<M, R>;
  readonly table: Table;
  readonly save: Save;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** Milliseconds until the function times out; Infinity while no invocation runs. */
  readonly leftMs: () => number;
}

interface Timed {
  getRemainingTimeInMillis(): number;
}

// An execution environment runs one invocation at a time, so one value is enough for all clients.
let leftMs = () => Number.POSITIVE_INFINITY;

/** Records how much time each invocation of `handler` has left, so that clients start nothing that cannot finish. */
export const measured =
  <Event, C extends Timed, Answer>(handler: (event: Event, context: C) => Answer) =>
  (event: Event, context: C): Answer => {
    leftMs = () => context.getRemainingTimeInMillis();
    return handler(event, context);
  };

/** Throws one error that names every missing variable. */
export function bind<M extends Manifest, R extends LambdaRole>(manifest: M, role: R): Binding<M, R> {
  const environment = environmentOf(manifest, role);
  const { TABLE_NAME, STAGE } = environment as { readonly TABLE_NAME: string; readonly STAGE?: string };
  if (STAGE !== undefined) logger.appendPersistentKeys({ stage: STAGE });
  const table: Table = { client, name: TABLE_NAME };
  return { environment, table, save: createSave(table), now: Date.now, leftMs: () => leftMs() };
}

const client = connectTable();
