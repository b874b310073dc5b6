// Lints the OpenAPI document of all manifests by the recommended rules of Redocly. Run by `npm run check`.
import { createConfig, formatProblems, lintFromString } from '@redocly/openapi-core';
import { manifests } from '../../manifests.ts';
import { openapiOf, readFacts } from './openapi.ts';

const config = await createConfig({ extends: ['recommended-strict'] });
const source = JSON.stringify(openapiOf(manifests, readFacts()), null, 2);
const problems = await lintFromString({ source, absoluteRef: 'openapi.json', config });

if (problems.length > 0) {
  formatProblems(problems, { format: 'codeframe', totals: { errors: problems.length, warnings: 0, ignored: 0 } });
  process.exitCode = 1;
}
