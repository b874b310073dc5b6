// How long `npm start` takes until it is ready: on a fresh directory, and again on the one it made. The least of a few starts,
// as noise only adds.
import { join } from 'node:path';
import { BUDGETS } from '../budgets.ts';
import { startLocalStack } from '../local-stack.ts';
import type { Measurement } from '../measurement.ts';

const WARM_STARTS = 3;

export const localBoot: Measurement = {
  name: 'local-boot',
  about: 'time until the local runtime is ready',
  async measure({ directory, ending }) {
    const boot = async (data: string, port = 0): Promise<{ ms: number; port: number }> => {
      const stack = await startLocalStack(join(directory, data), ending, port);
      await stack.stop();
      return { ms: stack.bootMs, port: Number(new URL(stack.url).port) };
    };
    // The first start also synthesizes when sources changed; its directory is then the one that exists.
    const first = await boot('boot');
    const fresh = await boot('fresh-boot');
    const warm: number[] = [];
    for (let start = 0; start < WARM_STARTS; start++) warm.push((await boot('boot', first.port)).ms);
    const moved = await boot('boot');
    return [
      { what: 'local boot, data exists', measured: Math.min(...warm), allowed: BUDGETS.warmBootMs, unit: 'ms' },
      { what: 'local boot, data of another port', measured: moved.ms, unit: 'ms' },
      { what: 'local boot, fresh data', measured: fresh.ms, unit: 'ms' },
      { what: 'local boot, first of all (may synthesize)', measured: first.ms, unit: 'ms' },
    ];
  },
};
