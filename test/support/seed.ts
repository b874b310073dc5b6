// Every run of `npm test` draws the same random values, so a change is to blame when it fails; `npm run test:faults` and
// `test:fuzz` draw new ones. Vitest loads it before each test file.
import fc from 'fast-check';

const { WINDLASS_FAULTS, WINDLASS_FUZZ } = process.env;
if (WINDLASS_FAULTS === undefined && WINDLASS_FUZZ === undefined) fc.configureGlobal({ seed: 20_260_301 });
