// An alarm that says what its state means to a user and where the runbook is. Used by every construct that can fail.
import {
  Alarm,
  ComparisonOperator,
  type IMetric,
  MathExpression,
  Metric,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Duration } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { METRIC_NAMESPACE } from '../../entities/names.ts';
import type { AlarmSpec } from '../../functions/_kit/manifest.ts';
import { pascalCase, physicalName } from './naming.ts';

const RUNBOOK = 'https://github.com/windlass-dev/windlass/blob/main/infra/RUNBOOK.md';

/** Where alarms of one deployment go. */
export interface Alarming {
  readonly stage: string;
  readonly topic: ITopic;
}

interface ImpactAlarmProps {
  readonly alarming: Alarming;
  /** Follows the stage in the alarm's name, e.g. `releases-api-errors`. */
  readonly name: string;
  /** The effect that a user notices. */
  readonly impact: string;
  /** A section of infra/RUNBOOK.md. */
  readonly runbook: string;
  readonly metric: IMetric;
  /** Alarms at this value or above, in one period of the metric. */
  readonly threshold: number;
}

export class ImpactAlarm extends Alarm {
  constructor(scope: Construct, id: string, props: ImpactAlarmProps) {
    super(scope, id, {
      alarmName: physicalName(props.alarming.stage, props.name),
      alarmDescription: `Impact: ${props.impact} Runbook: ${RUNBOOK}#${props.runbook}`,
      metric: props.metric,
      threshold: props.threshold,
      evaluationPeriods: 1,
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
    this.addAlarmAction(new SnsAction(props.alarming.topic));
  }
}

/** CloudWatch bills an alarm by its metrics: one alarm that says more costs no more than several. */
function sumOf(metrics: readonly IMetric[], period: Duration): MathExpression {
  const usingMetrics = Object.fromEntries(metrics.map((metric, index) => [`m${index}`, metric]));
  const terms = Object.keys(usingMetrics).map((id) => `FILL(${id}, 0)`);
  return new MathExpression({ expression: terms.join(' + '), usingMetrics, period });
}

/** An alarm of a manifest. */
export function ownAlarm(scope: Construct, alarming: Alarming, name: string, spec: AlarmSpec): void {
  const { stage } = alarming;
  const metrics = spec.metrics.map(
    (metricName) => new Metric({ namespace: METRIC_NAMESPACE, metricName, dimensionsMap: { stage }, statistic: 'Sum' }),
  );
  const { impact, runbook, threshold } = spec;
  const metric = sumOf(metrics, Duration.hours(1));
  new ImpactAlarm(scope, pascalCase(`${name}-alarm`), { alarming, name, impact, runbook, threshold, metric });
}
