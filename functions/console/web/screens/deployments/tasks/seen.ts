// The task as the API answers it in a list.
import type { Item } from '../../../app/data.ts';

export type Task = Item<'GET /deployments/{deployment}/tasks'>;
