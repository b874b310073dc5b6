// The `events` function of the tenants domain.
import { SFNClient } from '@aws-sdk/client-sfn';
import { eventHandler } from '../_kit/bus/bus-event.ts';
import { readEnvironment } from '../_kit/env.ts';
import { consumers } from './consumers.ts';
import { manifest } from './manifest.ts';
import { createRemovalStarter } from './removal-starter.ts';

const environment = readEnvironment(manifest.lambdas.events.environment);
const starter = createRemovalStarter(new SFNClient({}), environment.TENANT_REMOVAL_ARN);

/** Always true: this handler hears the events of deleted tenants. */
const isThere = async () => true;

export const handler = eventHandler(consumers, { starter }, isThere);
