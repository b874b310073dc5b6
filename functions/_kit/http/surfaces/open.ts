// The surface `open`: without tenant and credential; it answers everybody the same. Lists and errors are those of v1.
import { SURFACES } from '../../../../entities/names.ts';
import type { Surface } from '../surface.ts';
import { v1 } from './v1.ts';

export const open: Surface = {
  ...v1,
  base: SURFACES.open,

  callerOf(_event, { access }) {
    if (access !== 'OPEN') throw new Error('the surface open has no credentials');
    return undefined;
  },
};
