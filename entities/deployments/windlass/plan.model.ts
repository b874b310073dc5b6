// The plan of a deployment: its targets in steps, each target once. A step is deployed in waves, then soaks and is judged. Pure. Source:
// orchestrators-and-dora, "Strategies".
import type { Rollout } from '../rollout.model.ts';
import { SLOTS, type Slot } from '../words.model.ts';

/** Targets of one wave: the history of a wave's execution holds its tasks. */
export const MOST_IN_WAVE = 40;
const DEFAULT_BATCH_PERCENT = 25;
const DEFAULT_CANARY = { percent: 10, soakSeconds: 0, thresholds: [] };

/** The label that says the slot of a target. */
export const SLOT_LABEL = 'slot';

export interface PlannedTarget {
  readonly targetId: string;
  readonly name: string;
  /** Its component gets another version, and cannot go back. */
  readonly isIrreversible?: true;
}
export interface PlanStep {
  readonly targets: readonly PlannedTarget[];
  readonly soakSeconds: number;
  readonly thresholds: readonly { readonly metric: string; readonly most?: number; readonly least?: number }[];
}
export interface Plan {
  readonly steps: readonly PlanStep[];
  /** BLUE_GREEN: the slot that is deployed to, and live after it. */
  readonly slot?: Slot;
}

export interface KnownTarget extends Pick<PlannedTarget, 'targetId' | 'name'> {
  readonly componentId: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly isActive: boolean;
  /** Undefined if nothing was deployed there. */
  readonly currentDigest?: string | undefined;
}

const step = (targets: readonly PlannedTarget[], rest: Partial<PlanStep> = {}): PlanStep => ({
  soakSeconds: 0,
  thresholds: [],
  ...rest,
  targets,
});

/** At least one. */
const shareOf = (count: number, percent: number): number => Math.max(1, Math.ceil((count * percent) / 100));

function batches(targets: readonly PlannedTarget[], percent: number): PlanStep[] {
  const size = shareOf(targets.length, percent);
  const count = Math.ceil(targets.length / size);
  return Array.from({ length: count }, (_, index) => step(targets.slice(index * size, (index + 1) * size)));
}

function canary(targets: readonly PlannedTarget[], steps: NonNullable<Rollout['steps']>): PlanStep[] {
  const ends = steps.map(({ percent }) => shareOf(targets.length, percent));
  const planned = steps.map(({ soakSeconds, thresholds }, index) =>
    step(targets.slice(ends[index - 1] ?? 0, ends[index]), { soakSeconds, thresholds } as Partial<PlanStep>),
  );
  const rest = targets.slice(ends.at(-1) ?? 0);
  return rest.length === 0 ? planned : [...planned, step(rest)];
}

const slotOf = ({ labels }: KnownTarget): Slot | undefined => SLOTS.find((slot) => labels[SLOT_LABEL] === slot);

/** The slot that is not live. If none is known as live, the one that runs nothing, otherwise blue. */
function idleSlot(targets: readonly KnownTarget[], live: Slot | undefined): Slot {
  if (live !== undefined) return live === 'blue' ? 'green' : 'blue';
  const isEmpty = (slot: Slot) =>
    targets.every((target) => slotOf(target) !== slot || target.currentDigest === undefined);
  return SLOTS.find(isEmpty) ?? 'blue';
}

const inOrder = (one: KnownTarget, other: KnownTarget): number =>
  one.name < other.name ? -1 : one.name > other.name ? 1 : one.targetId < other.targetId ? -1 : 1;

interface Wanted {
  /** Of the deployment. */
  readonly components: readonly { readonly componentId: string; readonly digest?: string }[];
  /** Ids of components that cannot go back. */
  readonly irreversible?: ReadonlySet<string>;
  readonly rollout: Rollout;
  /** The slot that is live now, if one is. */
  readonly liveSlot: Slot | undefined;
}

/** The plan over the targets of the environment, or a sentence that says why there is none. */
export function planOf(
  all: readonly KnownTarget[],
  { components, irreversible, rollout, liveSlot }: Wanted,
): Plan | string {
  const ids = new Set(components.map(({ componentId }) => componentId));
  const labels = Object.entries(rollout.labels ?? {});
  const targets = all
    .filter(({ isActive, componentId }) => isActive && ids.has(componentId))
    .filter((target) => labels.every(([name, value]) => target.labels[name] === value))
    .toSorted(inOrder);
  const digests = new Map(components.map(({ componentId, digest }) => [componentId, digest]));
  const planned = ({ targetId, name, componentId, currentDigest }: KnownTarget): PlannedTarget => {
    const isChange = currentDigest !== undefined && currentDigest !== digests.get(componentId);
    return { targetId, name, ...(isChange && irreversible?.has(componentId) && { isIrreversible: true }) };
  };
  if (targets.length === 0) return 'The environment has no active target for its components and labels.';
  switch (rollout.strategy) {
    case 'ROLLING':
      return { steps: batches(targets.map(planned), rollout.batchPercent ?? DEFAULT_BATCH_PERCENT) };
    case 'CANARY':
      return { steps: canary(targets.map(planned), rollout.steps ?? [DEFAULT_CANARY]) };
    case 'BLUE_GREEN': {
      const missing = SLOTS.filter((slot) => targets.every((target) => slotOf(target) !== slot));
      if (missing.length > 0)
        return `BLUE_GREEN needs targets with the label ${SLOT_LABEL}=${missing.join(` and ${SLOT_LABEL}=`)}.`;
      const slot = idleSlot(targets, liveSlot);
      return { steps: [step(targets.filter((target) => slotOf(target) === slot).map(planned))], slot };
    }
    default:
      return { steps: [step(targets.map(planned))] };
  }
}

export const targetsOf = ({ steps }: Plan): PlannedTarget[] => steps.flatMap(({ targets }) => targets);

/** The waves of a plan if nothing fails. */
export const countWaves = ({ steps }: Plan): number =>
  steps.reduce((sum, { targets }) => sum + Math.ceil(targets.length / MOST_IN_WAVE), 0);
