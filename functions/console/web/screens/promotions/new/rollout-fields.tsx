// The fields of a rollout: its strategy with the options of it, and what becomes of the other targets if one fails.
import { useState } from 'react';
import { STRATEGIES } from '../../../../../../entities/deployments/words.model.ts';
import type { Refusal } from '../../../app/connection.ts';
import { Field } from '../../../parts/field.tsx';
import { wordsOf } from '../../../parts/status.tsx';
import { FAILURE_WORDS } from '../rollout.tsx';
import { stepName } from './body.ts';

const MOST_STEPS = 20;
const HINTS: Readonly<Record<(typeof STRATEGIES)[number], string>> = {
  ALL_AT_ONCE: 'All targets, as many at the same time as you say.',
  ROLLING: 'One batch of targets after the other.',
  CANARY: 'A few targets first; more after each step, if its metrics stay within their bounds.',
  BLUE_GREEN: 'The targets with the label slot=blue or slot=green that are not live; their slot then takes over.',
};

interface FieldsProps {
  readonly error: Refusal | null;
}

interface NumberFieldProps extends FieldsProps {
  readonly label: string;
  readonly path: string;
  readonly name?: string;
  readonly least?: number;
  readonly most?: number;
  readonly start?: number | undefined;
}

const NumberField = ({ label, path, name = path, least, most, start, error }: NumberFieldProps) => (
  <Field label={label} path={path} error={error}>
    {(input) => <input {...input} name={name} type="number" step="any" min={least} max={most} defaultValue={start} />}
  </Field>
);

const Step = ({ index, error }: FieldsProps & { readonly index: number }) => (
  <fieldset className="field">
    <legend>Step {index + 1}</legend>
    <div className="columns">
      <NumberField
        label="Percent of the targets"
        path={stepName(index, 'percent')}
        least={1}
        most={100}
        start={Math.min(100, 10 * 2 ** index)}
        error={error}
      />
      <NumberField
        label="Then soak for minutes"
        path={stepName(index, 'soakSeconds')}
        name={stepName(index, 'soakMinutes')}
        least={0}
        most={1440}
        start={0}
        error={error}
      />
      <Field
        label="Metric (optional)"
        path={stepName(index, 'thresholds[0].metric')}
        error={error}
        hint="Such as error_rate."
      >
        {(input) => <input {...input} name={stepName(index, 'metric')} maxLength={100} />}
      </Field>
      <NumberField
        label="Is at least"
        path={stepName(index, 'thresholds[0].least')}
        name={stepName(index, 'least')}
        error={error}
      />
      <NumberField
        label="Is at most"
        path={stepName(index, 'thresholds[0].most')}
        name={stepName(index, 'most')}
        error={error}
      />
    </div>
  </fieldset>
);

function Steps({ error }: FieldsProps) {
  const [count, setCount] = useState(1);
  return (
    <>
      <input type="hidden" name="steps" value={count} />
      {Array.from({ length: count }, (_, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a step has no other name than its place
        <Step key={index} index={index} error={error} />
      ))}
      <div className="buttons">
        <button type="button" onClick={() => setCount(count + 1)} disabled={count === MOST_STEPS}>
          Add a step
        </button>
        <button type="button" onClick={() => setCount(count - 1)} disabled={count === 1}>
          Remove the last step
        </button>
      </div>
    </>
  );
}

export function RolloutFields({ error }: FieldsProps) {
  const [strategy, setStrategy] = useState<(typeof STRATEGIES)[number]>('ALL_AT_ONCE');
  return (
    <>
      <Field label="Strategy" path="rollout.strategy" error={error} hint={HINTS[strategy]}>
        {(input) => (
          <select
            {...input}
            name="rollout.strategy"
            value={strategy}
            onChange={({ target }) => setStrategy(STRATEGIES.find((one) => one === target.value) ?? 'ALL_AT_ONCE')}
          >
            {STRATEGIES.map((one) => (
              <option key={one} value={one}>
                {wordsOf(one)}
              </option>
            ))}
          </select>
        )}
      </Field>
      {strategy === 'ROLLING' && (
        <NumberField
          label="Percent of the targets in a batch"
          path="rollout.batchPercent"
          least={1}
          most={100}
          start={25}
          error={error}
        />
      )}
      {strategy === 'CANARY' && <Steps error={error} />}
      <NumberField
        label="Targets at the same time"
        path="rollout.maxConcurrent"
        least={1}
        most={40}
        start={20}
        error={error}
      />
      <NumberField
        label="Seconds to watch the targets at the end"
        path="rollout.smokeTestSeconds"
        least={0}
        most={86_400}
        start={60}
        error={error}
      />
      <Field label="If a target fails" path="rollout.failurePolicy" error={error}>
        {(input) => (
          <select {...input} name="rollout.failurePolicy">
            {Object.entries(FAILURE_WORDS).map(([policy, words]) => (
              <option key={policy} value={policy}>
                {words}
              </option>
            ))}
          </select>
        )}
      </Field>
      <Field
        label="Only targets with labels (optional)"
        path="rollout.labels"
        error={error}
        hint="One on a line, such as region=eu. All of them must fit."
      >
        {(input) => <textarea {...input} name="rollout.labels" rows={2} spellCheck={false} />}
      </Field>
    </>
  );
}
