// The policy of the bus, for every principal: our own events come from our functions alone, events of CI systems from our
// webhooks and the deployment's `ciSenders`. Made by the edge stack; the functions' roles are known by their names.
import type { EventBus } from 'aws-cdk-lib/aws-events';
import { AccountPrincipal, AnyPrincipal, Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { CfnResource } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { CI_SOURCE_PREFIX, SOURCE_PREFIX } from '../../entities/names.ts';
import type { Manifest } from '../../functions/_kit/manifest.ts';
import type { Settings } from '../settings.ts';
import { roleArn } from './naming.ts';

interface BusPolicyProps {
  readonly bus: EventBus;
  readonly manifests: readonly Manifest[];
  readonly settings: Pick<Settings, 'stage' | 'ciSenders' | 'busOperators'>;
}

const isAccount = (sender: string): boolean => /^\d{12}$/.test(sender);

export class BusPolicy extends Construct {
  constructor(scope: Construct, id: string, { bus, manifests, settings }: BusPolicyProps) {
    super(scope, id);
    const rolesWith = (...grants: string[]) =>
      manifests.flatMap(({ domain, lambdas }) =>
        Object.entries(lambdas)
          .filter(([, spec]) => spec.grants.some((grant) => grants.includes(grant)))
          .map(([role]) => roleArn(this, settings.stage, domain, role)),
      );
    const accounts = settings.ciSenders.filter(isAccount);
    const principals = settings.ciSenders.filter((sender) => !isAccount(sender));
    const statement = (sid: string, source: string, arns: readonly string[], others: readonly string[]) =>
      new PolicyStatement({
        sid,
        effect: Effect.DENY,
        principals: [new AnyPrincipal()],
        actions: ['events:PutEvents'],
        resources: [bus.eventBusArn],
        conditions: {
          StringLike: { 'events:source': `${source}*` },
          ArnNotLike: { 'aws:PrincipalArn': [...arns] },
          ...(others.length > 0 && { StringNotEquals: { 'aws:PrincipalAccount': [...others] } }),
        },
      });
    const own = [...rolesWith('bus:publish', 'bus:forward'), ...settings.busOperators];
    const ci = [...rolesWith('bus:forward'), ...principals];
    this.add(bus, statement('OwnEvents', SOURCE_PREFIX, own, []));
    this.add(bus, statement('CiEvents', CI_SOURCE_PREFIX, ci, accounts));
    for (const account of accounts) {
      const grant = new PolicyStatement({
        sid: `Account${account}`,
        principals: [new AccountPrincipal(account)],
        actions: ['events:PutEvents'],
        resources: [bus.eventBusArn],
        conditions: { StringLike: { 'events:source': `${CI_SOURCE_PREFIX}*` } },
      });
      this.add(bus, grant);
    }
  }

  private add(bus: EventBus, statement: PolicyStatement): void {
    const statementId = statement.sid ?? '';
    // Not CfnEventBusPolicy, which warns of a deprecated property that it is not given.
    new CfnResource(this, statementId, {
      type: 'AWS::Events::EventBusPolicy',
      properties: {
        EventBusName: bus.eventBusName,
        StatementId: statementId,
        Statement: statement.toStatementJson(),
      },
    });
  }
}
