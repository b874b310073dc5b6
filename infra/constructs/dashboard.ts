// One page that says how the deployment does: API, functions, executions, queues, stream and table. Made last by the
// application stack from what it made before.

import type { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import { Dashboard, GraphWidget, type IMetric, type IWidget, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { Operation, type Table } from 'aws-cdk-lib/aws-dynamodb';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { METRIC_NAMESPACE, METRICS } from '../../entities/names.ts';
import type { DomainFunction } from './domain-function.ts';
import { physicalName } from './naming.ts';
import type { Workflow } from './workflow.ts';

const HALF = 12;

interface WindlassDashboardProps {
  readonly stage: string;
  readonly api: HttpApi;
  readonly table: Table;
  readonly functions: readonly DomainFunction[];
  readonly workflows: readonly Workflow[];
  readonly deadLetters: readonly IQueue[];
}

export class WindlassDashboard extends Dashboard {
  constructor(scope: Construct, id: string, props: WindlassDashboardProps) {
    super(scope, id, { dashboardName: physicalName(props.stage, 'overview') });
    this.addWidgets(...apiRow(props.api));
    this.addWidgets(...functionRow(props.functions));
    this.addWidgets(...deliveryRow(props));
    this.addWidgets(...orchestrationRow(props));
    this.addWidgets(outsideEvents(props.stage));
  }
}

const graph = (title: string, left: IMetric[], right: IMetric[] = []): IWidget =>
  new GraphWidget({ title, left, right, width: HALF });

const labelOf = ({ domain, role }: DomainFunction) => `${domain} ${role}`;

const apiRow = (api: HttpApi): IWidget[] => [
  graph('API latency', [api.metricLatency({ statistic: 'p50' }), api.metricLatency({ statistic: 'p99' })]),
  graph(
    'API requests and errors',
    [api.metricCount({ statistic: 'Sum' })],
    [api.metricClientError({ statistic: 'Sum' }), api.metricServerError({ statistic: 'Sum' })],
  ),
];

const functionRow = (functions: readonly DomainFunction[]): IWidget[] => [
  graph(
    'Function errors',
    functions.map((one) => one.lambda.metricErrors({ label: labelOf(one) })),
  ),
  graph(
    'Function duration, p99',
    functions.map((one) => one.lambda.metricDuration({ label: labelOf(one), statistic: 'p99' })),
  ),
];

const deliveryRow = ({ functions, deadLetters }: WindlassDashboardProps): IWidget[] => [
  graph(
    'Dead letters',
    deadLetters.map((queue) => queue.metricApproximateNumberOfMessagesVisible({ label: queue.node.path })),
  ),
  graph(
    'Stream lag',
    functions
      .filter(({ role }) => role === 'stream')
      .map((one) => one.lambda.metric('IteratorAge', { label: labelOf(one), statistic: 'Maximum' })),
  ),
];

const orchestrationRow = ({ workflows, table }: WindlassDashboardProps): IWidget[] => [
  graph(
    'Executions',
    workflows.flatMap(({ machine }) => [machine.metricStarted(), machine.metricSucceeded()]),
    workflows.flatMap(({ machine }) => [machine.metricFailed(), machine.metricTimedOut(), machine.metricAborted()]),
  ),
  graph(
    'Table: throttled requests and conflicts',
    [Operation.GET_ITEM, Operation.QUERY, Operation.TRANSACT_WRITE_ITEMS].map((operation) =>
      table.metricThrottledRequestsForOperation(operation, { label: operation }),
    ),
    [table.metric('TransactionConflict', { statistic: 'Sum' })],
  ),
];

/** Events of CI systems and stores that change nothing: many of one kind mean a wrongly set up webhook or pipeline. */
const outsideEvents = (stage: string): IWidget =>
  graph(
    'Events from outside: about nothing of ours, and unreadable',
    Object.values(METRICS).map(
      (metricName) =>
        new Metric({ namespace: METRIC_NAMESPACE, metricName, dimensionsMap: { stage }, statistic: 'Sum' }),
    ),
  );
