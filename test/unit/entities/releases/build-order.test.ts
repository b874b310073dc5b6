// What is known of a build in the end depends on what CI told, not on the order or on how often: runs of one build, as
// GitHub, GitLab and Jenkins number them, with reports that each tell a part.
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { applyBuildReport, type BuildReport } from '../../../../entities/releases/build.model.ts';
import type { ReleasePipelineItem } from '../../../../entities/releases/release-parts.entity.ts';
import { sampleWhole } from './release-samples.ts';

const [sample] = sampleWhole().pipelines as [ReleasePipelineItem];
const triggered: ReleasePipelineItem = { ...sample, triggered: true, buildStatus: 'RUNNING', buildUrl: 'of the queue' };

type End = 'SUCCESS' | 'FAILED' | 'CANCELLED' | undefined;
type Numbering = 'number' | 'attempt';

/** Everything that is told of one run: that it was queued, runs, and how it ended. Not every report tells the rest. */
function reportsOf(run: number, numbering: Numbering, end: End, isFull: readonly boolean[]): BuildReport[] {
  const build = numbering === 'number' ? run : 1;
  const statuses = ['RUNNING', 'RUNNING', ...(end === undefined ? [] : [end, end])] as const;
  return statuses.map((status, index) => ({
    ...{ status, buildNumber: String(build) },
    ...(numbering === 'attempt' ? { attempt: run } : {}),
    // A rebuild that is never addressed keeps the address of the build before: Jenkins addresses all or none.
    ...(isFull[index] || numbering === 'number' ? { buildUrl: `build ${build}`, buildLogUrl: `log ${build}` } : {}),
    ...(isFull[index] ? { artifactUrl: `artifact ${build}` } : {}),
  }));
}

/** Some runs that failed or were left, and one at most that succeeded: nobody runs again what has succeeded. */
const stories = fc
  .record({
    numbering: fc.constantFrom<Numbering[]>('number', 'attempt'),
    ends: fc.array(fc.constantFrom<End[]>('FAILED', 'CANCELLED', undefined), { maxLength: 3 }),
    last: fc.constantFrom<End[]>('SUCCESS', 'FAILED', 'CANCELLED', undefined),
    isFull: fc.array(fc.boolean(), { minLength: 16, maxLength: 16 }),
  })
  .map(({ numbering, ends, last, isFull }) =>
    [...ends, last].flatMap((end, index) => reportsOf(index + 1, numbering, end, isFull.slice(index * 4))),
  );

function known(reports: readonly BuildReport[]) {
  let pipeline = triggered;
  for (const report of reports)
    pipeline = { ...pipeline, ...applyBuildReport(pipeline, report) } as ReleasePipelineItem;
  return pipeline;
}

const disturbed = stories.chain((story) =>
  fc.record({
    story: fc.constant(story),
    told: fc
      .subarray(story)
      .chain((again) => fc.shuffledSubarray([...story, ...again], { minLength: story.length + again.length })),
  }),
);

it('is the same in any order, with any of the reports twice', () => {
  fc.assert(
    fc.property(disturbed, ({ story, told }) => {
      expect(known(told)).toEqual(known(story));
    }),
    { numRuns: 3_000 },
  );
});
