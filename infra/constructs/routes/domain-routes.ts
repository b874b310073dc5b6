// The routes of one domain on the HTTP API of the edge stack, each to the domain's `api` function. Made by the domain's stack.
import {
  type HttpApi,
  HttpAuthorizer,
  HttpMethod,
  HttpNoneAuthorizer,
  HttpRoute,
  HttpRouteKey,
  type IHttpRouteAuthorizer,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { acceptFinding } from '../accept-finding.ts';
import { pascalCase } from '../naming.ts';
import type { GatewayRoute } from './gateway-routes.ts';

interface DomainRoutesProps {
  readonly domain: string;
  readonly api: HttpApi;
  /** Undefined if no manifest has an authorizer function. */
  readonly authorizerId: string | undefined;
  readonly routes: readonly GatewayRoute[];
  readonly answersUnknownRoutes: boolean;
  readonly lambda: IFunction;
}

export class DomainRoutes extends Construct {
  private readonly props: DomainRoutesProps;
  private readonly integration: HttpLambdaIntegration;
  private known: IHttpRouteAuthorizer | undefined;

  constructor(scope: Construct, props: DomainRoutesProps) {
    super(scope, pascalCase(`${props.domain}-routes`));
    this.props = props;
    // One permission per function: with one per route the function's resource policy (20 KB) would end its growth.
    this.integration = new HttpLambdaIntegration('Integration', props.lambda, { scopePermissionToRoute: false });
    for (const { method, path, isPublic } of props.routes) {
      const route = this.add(HttpRouteKey.with(path, HttpMethod[method]), isPublic ? undefined : this.authorizer(path));
      if (isPublic) {
        const reason =
          "Called without our tokens: the function verifies the sender's signature itself, or answers the same to everybody.";
        acceptFinding(route, 'AwsSolutions-APIG4', reason);
      }
    }
    if (props.answersUnknownRoutes) {
      const route = this.add(HttpRouteKey.DEFAULT, undefined);
      acceptFinding(route, 'AwsSolutions-APIG4', 'Answers that the route does not exist, to everybody the same.');
    }
  }

  private add(routeKey: HttpRouteKey, authorizer: IHttpRouteAuthorizer | undefined): HttpRoute {
    return new HttpRoute(this, routeKey.key, {
      httpApi: this.props.api,
      routeKey,
      integration: this.integration,
      authorizer: authorizer ?? new HttpNoneAuthorizer(),
    });
  }

  private authorizer(path: string): IHttpRouteAuthorizer {
    const { authorizerId } = this.props;
    if (authorizerId === undefined) {
      throw new Error(`${path} needs the authorizer, and no manifest has an authorizer function`);
    }
    this.known ??= HttpAuthorizer.fromHttpAuthorizerAttributes(this, 'Authorizer', {
      authorizerId,
      authorizerType: 'CUSTOM',
    });
    return this.known;
  }
}
