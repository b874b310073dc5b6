// One page about the health of a deployment: API, functions, executions, queues, stream and table. Made by the edge stack.
// Graphs search by the stage's names, so that a domain appears without a line here.
import type { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import { Dashboard, GraphWidget, type IMetric, type IWidget, MathExpression, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { Operation, type Table } from 'aws-cdk-lib/aws-dynamodb';
import { Duration } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { METRIC_NAMESPACE, METRICS } from '../../entities/names.ts';
import { physicalName } from './naming.ts';

const HALF = 12;
const PERIOD = Duration.minutes(5);

interface WindlassDashboardProps {
  readonly stage: string;
  readonly api: HttpApi;
  readonly table: Table;
}

export class WindlassDashboard extends Dashboard {
  constructor(scope: Construct, id: string, { stage, api, table }: WindlassDashboardProps) {
    super(scope, id, { dashboardName: physicalName(stage, 'overview') });
    const search = searchIn(stage);
    const machines = (metric: string) => search('AWS/States,StateMachineArn', metric, 'Sum', 'stateMachine');
    const functions = (metric: string, statistic: string) => search('AWS/Lambda,FunctionName', metric, statistic);
    this.addWidgets(
      graph('API latency', [api.metricLatency({ statistic: 'p50' }), api.metricLatency({ statistic: 'p99' })]),
      graph(
        'API requests and errors',
        [api.metricCount({ statistic: 'Sum' })],
        [api.metricClientError({ statistic: 'Sum' }), api.metricServerError({ statistic: 'Sum' })],
      ),
      graph('Function errors', [functions('Errors', 'Sum')]),
      graph('Function duration, p99', [functions('Duration', 'p99')]),
      graph('Dead letters', [
        search('AWS/SQS,QueueName', 'ApproximateNumberOfMessagesVisible', 'Maximum', 'dead letters'),
      ]),
      graph('Stream lag', [functions('IteratorAge', 'Maximum')]),
      graph(
        'Executions',
        [machines('ExecutionsStarted'), machines('ExecutionsSucceeded')],
        ['ExecutionsFailed', 'ExecutionsTimedOut', 'ExecutionsAborted'].map(machines),
      ),
      graph(
        'Table: throttled requests and conflicts',
        [Operation.GET_ITEM, Operation.QUERY, Operation.TRANSACT_WRITE_ITEMS].map((operation) =>
          table.metricThrottledRequestsForOperation(operation, { label: operation }),
        ),
        [table.metric('TransactionConflict', { statistic: 'Sum' })],
      ),
      graph(
        'Releases stuck, messages not sent, events from outside that change nothing',
        [METRICS.pausedByFailure, METRICS.overdue, METRICS.notTold, METRICS.unmatched, METRICS.unread].map(
          (metricName) =>
            new Metric({ namespace: METRIC_NAMESPACE, metricName, dimensionsMap: { stage }, statistic: 'Sum' }),
        ),
      ),
      graph(
        'Releases by status, and how long they waited for what',
        [own(stage, METRICS.releases, 'status', 'Sum')],
        [own(stage, METRICS.waited, 'waitsFor', 'Average')],
      ),
    );
  }
}

const graph = (title: string, left: IMetric[], right: IMetric[] = []): IWidget =>
  new GraphWidget({ title, left, right, width: HALF });

/** A metric of ours by its second dimension. */
function own(stage: string, metric: string, by: string, statistic: string): MathExpression {
  const found = `{${METRIC_NAMESPACE},stage,${by}} MetricName="${metric}" stage="${stage}"`;
  const expression = `SEARCH('${found}', '${statistic}', ${PERIOD.toSeconds()})`;
  return new MathExpression({ expression, label: '', period: PERIOD, usingMetrics: {} });
}

/** A search expression finds every resource whose name holds the words, up to 500. */
const searchIn =
  (stage: string) =>
  (schema: string, metric: string, statistic: string, more: string = '') => {
    const words = ['windlass', ...stage.split('-'), more].join(' ').trim();
    const expression = `SEARCH('{${schema}} MetricName="${metric}" ${words}', '${statistic}', ${PERIOD.toSeconds()})`;
    return new MathExpression({ expression, label: metric, period: PERIOD, usingMetrics: {} });
  };
