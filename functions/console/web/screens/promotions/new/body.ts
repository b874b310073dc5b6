// The body of a new promotion as the form has it. The names of the fields are those of the body.
import type { Input } from '../../../../../client.ts';
import { textOf } from '../../../app/sending.ts';
import { pairsIn } from '../../environments/written.ts';

export type Body = NonNullable<Input<'POST /promotions'>['body']>;
type Rollout = NonNullable<Body['rollout']>;
type Step = NonNullable<Rollout['steps']>[number];

const MINUTE_OF_SECONDS = 60;

const numberIn = (form: FormData, name: string): number | undefined => {
  const text = textOf(form, name);
  return text === undefined ? undefined : Number(text);
};

export const stepName = (index: number, field: string): string => `rollout.steps[${index}].${field}`;

function stepIn(form: FormData, index: number): Step {
  const [metric, least, most] = [
    textOf(form, stepName(index, 'metric')),
    numberIn(form, stepName(index, 'least')),
    numberIn(form, stepName(index, 'most')),
  ];
  return {
    percent: numberIn(form, stepName(index, 'percent')) ?? 0,
    soakSeconds: (numberIn(form, stepName(index, 'soakMinutes')) ?? 0) * MINUTE_OF_SECONDS,
    thresholds:
      metric === undefined
        ? []
        : [{ metric, ...(least !== undefined && { least }), ...(most !== undefined && { most }) }],
  };
}

function rolloutIn(form: FormData): Rollout {
  const strategy = textOf(form, 'rollout.strategy') as Rollout['strategy'];
  const labels = pairsIn(form, 'rollout.labels');
  const count = Number(textOf(form, 'steps') ?? 0);
  return {
    strategy,
    failurePolicy: textOf(form, 'rollout.failurePolicy') as Rollout['failurePolicy'],
    maxConcurrent: numberIn(form, 'rollout.maxConcurrent'),
    smokeTestSeconds: numberIn(form, 'rollout.smokeTestSeconds'),
    ...(strategy === 'ROLLING' && { batchPercent: numberIn(form, 'rollout.batchPercent') }),
    ...(strategy === 'CANARY' && { steps: Array.from({ length: count }, (_, index) => stepIn(form, index)) }),
    ...(Object.keys(labels).length > 0 && { labels }),
  };
}

/** Needed fields are sent empty rather than not at all, so that the API says what is right there. */
export const bodyOf = (form: FormData): Body => ({
  release: textOf(form, 'release') ?? '',
  environment: textOf(form, 'environment') ?? '',
  reason: textOf(form, 'reason'),
  rollout: rolloutIn(form),
});
