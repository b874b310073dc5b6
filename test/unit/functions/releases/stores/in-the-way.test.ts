// The release of ours that a version in a store belongs to: by the store's id, or by the version as the store writes it.
import { expect, it } from 'vitest';
import { type Neighbour, ownerOf } from '../../../../../functions/releases/stores/in-the-way.ts';
import { sampleWhole } from '../../../entities/releases/release-samples.ts';

function neighbour(version: string, versionId?: string): Neighbour {
  const { release, targets, pipelines } = sampleWhole();
  const [{ versionId: _, ...target }] = targets as [(typeof targets)[number]];
  const whole = { release: { ...release, version }, targets, pipelines };
  return { whole, target: { ...target, ...(versionId === undefined ? {} : { versionId }) } };
}
const blocking = { version: '1.5.0', versionId: 'v7', state: 'IN_REVIEW', storeState: 'IN_REVIEW' } as const;

it.each([
  ['by the id', neighbour('1.4.0', 'v7'), true],
  ['by the version, where no id is known', neighbour('1.5.0'), true],
  ['by the version without its v', neighbour('v1.5.0'), true],
  ['by the version without its build', neighbour('1.5.0+46'), true],
  ['by no version of another id', neighbour('1.5.0', 'v8'), false],
  ['by no other version', neighbour('1.5.1'), false],
])('is found %s (W4)', (_, one, isOwner) => {
  expect(ownerOf([one], blocking)).toBe(isOwner ? one : undefined);
});
