// The `api` function of the webhooks domain: api.ts, loaded beside its start.
import { loadedBeside } from '../_kit/loaded-beside.ts';

export const handler = loadedBeside(() => import('./api.ts'));
