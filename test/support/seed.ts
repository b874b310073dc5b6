// Every run of `npm test` draws the same random values, so a change is to blame when it fails; `npm run test:faults` draws
// new ones. Vitest loads it before each test file.
import fc from 'fast-check';

if (process.env.WINDLASS_FAULTS === undefined) fc.configureGlobal({ seed: 20_260_301 });
