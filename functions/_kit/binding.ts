// Binds a function to its deployment at its start: environment by the schema of its manifest, and the table. apiOf, eventsOf and
// tasksOf hand this to a domain's dependencies. All bindings of a function share one client.
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { Table } from '../../entities/_base/table/table.ts';
import { type EnvironmentOf, environmentOf } from './env.ts';
import { logger } from './logger.ts';
import type { LambdaRole, Manifest } from './manifest.ts';
import { createSave, type Save } from './save.ts';

export interface Binding<M extends Manifest, R extends LambdaRole> {
  readonly environment: EnvironmentOf<M, R>;
  readonly table: Table;
  readonly save: Save;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** Milliseconds until the function's time-out; endless while no invocation runs. */
  readonly leftMs: () => number;
}

interface Timed {
  getRemainingTimeInMillis(): number;
}

// An execution environment runs one invocation at a time, so that one value serves all of its clients.
let leftMs = () => Number.POSITIVE_INFINITY;

/** Keeps how much time each invocation of `handler` has left, so that nothing begins that could not finish. */
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
  const table = connectTable(TABLE_NAME);
  return { environment, table, save: createSave(table), now: Date.now, leftMs: () => leftMs() };
}

const client = DynamoDBDocumentClient.from(new DynamoDBClient({}), {
  marshallOptions: { removeUndefinedValues: true },
});

const connectTable = (name: string): Table => ({ client, name });
