// How many bytes of code each function is.
import { BUDGETS } from '../budgets.ts';
import type { Measurement } from '../measurement.ts';

export const bundleSize: Measurement = {
  name: 'bundle-size',
  about: 'bytes of every function’s code',
  async measure({ bundles }) {
    const { functions, bare } = await bundles();
    return [...functions, bare].map(({ name, kind, bytes }) => ({
      what: `bundle of ${name}`,
      measured: bytes,
      unit: 'bytes' as const,
      ...(kind !== 'other' && { allowed: BUDGETS[kind].bundleBytes }),
    }));
  },
};
