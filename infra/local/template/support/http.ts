// The properties of HTTP APIs that the runtime supports. Read by support.ts.
import { DESCRIPTION, none, type SupportTable, TAGS, used } from './words.ts';

const THROTTLING = none('one machine has one user; throttling would only slow it');

export const HTTP: SupportTable = {
  'AWS::ApiGatewayV2::Api': {
    Name: none('a text for people'),
    ProtocolType: used('HTTP'),
    CorsConfiguration: {
      AllowOrigins: used(),
      AllowMethods: used(),
      AllowHeaders: used(),
      ExposeHeaders: used(),
      MaxAge: used(),
      AllowCredentials: used(),
    },
    Description: DESCRIPTION,
    DisableExecuteApiEndpoint: none('the only endpoint is the local one'),
    Tags: TAGS,
    Version: DESCRIPTION,
  },
  'AWS::ApiGatewayV2::Route': {
    ApiId: used(),
    RouteKey: used(),
    Target: used(),
    AuthorizationType: used('NONE', 'CUSTOM'),
    AuthorizerId: used(),
    OperationName: none('a text for people'),
  },
  'AWS::ApiGatewayV2::Integration': {
    ApiId: used(),
    IntegrationType: used('AWS_PROXY'),
    IntegrationUri: used(),
    IntegrationMethod: used('POST'),
    PayloadFormatVersion: used('2.0'),
    TimeoutInMillis: used(),
    Description: DESCRIPTION,
  },
  'AWS::ApiGatewayV2::Stage': {
    ApiId: used(),
    StageName: used('$default'),
    AutoDeploy: used(true),
    StageVariables: used(),
    AccessLogSettings: none('each request is a line of the runtime with --verbose'),
    DefaultRouteSettings: {
      ThrottlingBurstLimit: THROTTLING,
      ThrottlingRateLimit: THROTTLING,
      DetailedMetricsEnabled: none('metrics are not kept'),
    },
    RouteSettings: THROTTLING,
    Description: DESCRIPTION,
    Tags: TAGS,
  },
  'AWS::ApiGatewayV2::Authorizer': {
    ApiId: used(),
    AuthorizerType: used('REQUEST'),
    AuthorizerUri: used(),
    AuthorizerPayloadFormatVersion: used('2.0'),
    AuthorizerResultTtlInSeconds: used(),
    EnableSimpleResponses: used(),
    IdentitySource: used(),
    AuthorizerCredentialsArn: none('the gateway may invoke what the template names'),
    Name: none('a text for people'),
  },
};
