// The `events` function of the tenants domain.
import { eventHandler } from '../_kit/bus/bus-event.ts';
import { createStart } from '../_kit/workflow/executions.ts';
import { consumers } from './consumers.ts';
import { manifest } from './manifest.ts';

const start = createStart(manifest.lambdas.events);

/** Always true: this handler hears the events of deleted tenants. */
const isThere = async () => true;

export const handler = eventHandler(consumers, { start }, isThere);
