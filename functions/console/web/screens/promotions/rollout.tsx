// The rollout of a promotion or deployment in words.
import type { Output } from '../../../../client.ts';
import { lengthOf } from '../../parts/schedule/length.ts';
import { wordsOf } from '../../parts/status.tsx';
import { type Fact, Facts } from '../../parts/tabular/facts.tsx';
import { LabelWords } from '../environments/label-fields.tsx';

type Rollout = Output<'GET /promotions/{promotion}'>['rollout'];
type Step = NonNullable<Rollout['steps']>[number];

export const FAILURE_WORDS: Readonly<Record<Rollout['failurePolicy'], string>> = {
  ROLLBACK: 'Every target gets back what it had',
  CONTINUE: 'Go on with the other targets',
  PAUSE: 'Wait until a person decides',
};

const SECOND_MS = 1000;

function wordsOfStep({ percent, soakSeconds, thresholds }: Step): string {
  const bounds = thresholds.map(({ metric, least, most }) =>
    [metric, least !== undefined && `at least ${least}`, most !== undefined && `at most ${most}`]
      .filter(Boolean)
      .join(' '),
  );
  return [`${percent} %`, soakSeconds > 0 && `for ${lengthOf(soakSeconds * SECOND_MS)}`, ...bounds]
    .filter(Boolean)
    .join(', ');
}

export function RolloutFacts({ rollout }: { readonly rollout: Rollout }) {
  const { strategy, failurePolicy, maxConcurrent, batchPercent, steps, smokeTestSeconds, labels } = rollout;
  const rows: readonly Fact[] = [
    ['Strategy', wordsOf(strategy)],
    ['If a target fails', FAILURE_WORDS[failurePolicy]],
    ['Targets at the same time', maxConcurrent],
    ['Share of a batch', batchPercent === undefined ? undefined : `${batchPercent} %`],
    ['Steps', steps?.map(wordsOfStep).join('; ')],
    ['Watched at the end', smokeTestSeconds === 0 ? 'not' : `for ${lengthOf(smokeTestSeconds * SECOND_MS)}`],
    ['Only targets with', labels && <LabelWords key="labels" labels={labels} />],
  ];
  return <Facts rows={rows} />;
}
