// The properties of permissions, logs, alarms and metadata that the runtime supports. Read by support.ts.
import { DESCRIPTION, none, type SupportTable, TAGS, used } from './words.ts';

export const OPERATIONS: SupportTable = {
  'AWS::IAM::Role': {
    RoleName: used(),
    Policies: { PolicyName: used(), PolicyDocument: used() },
    AssumeRolePolicyDocument: none('the runtime gives each function its role'),
    PermissionsBoundary: none('the boundary belongs to an account'),
    MaxSessionDuration: none('local credentials do not expire'),
    Path: none('names are unique without it'),
    Description: DESCRIPTION,
    Tags: TAGS,
  },
  'AWS::IAM::Policy': { PolicyName: used(), PolicyDocument: used(), Roles: used() },
  'AWS::Logs::LogGroup': none('logs go to files under the data directory'),
  'AWS::CloudWatch::Alarm': none('metrics are not kept'),
  'AWS::CloudWatch::Dashboard': none('metrics are not kept'),
  'AWS::CDK::Metadata': none('it tells AWS which constructs were used'),
};
