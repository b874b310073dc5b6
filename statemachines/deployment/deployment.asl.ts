// The definition of deployment. README.md draws it.
import type { manifest } from '../../functions/deployments/manifest.ts';
import type { manifest as evidenceManifest } from '../../functions/evidence/manifest.ts';
import { executionOf, type Machine, tasksOf } from '../_asl.ts';
import {
  catchAll,
  catchAllAsError,
  KEEPER,
  TRANSIENT,
  TRANSIENT_FOR_HOURS,
  TRANSIENT_IN_WAIT,
  TRANSIENT_START,
} from '../_policies.ts';
import type { deploymentWave } from '../deployment-wave/deployment-wave.contract.ts';

const deployments = tasksOf<typeof manifest>('deployments', ['tenantId', 'deploymentId'], 60);
const evidence = tasksOf<typeof evidenceManifest>('evidence', ['tenantId'], 60);
const ofInput = (name: string): string => `{% $states.context.Execution.Input.${name} %}`;
const ofNext = (name: string): string => `{% $next.${name} %}`;

export const machine: Machine = {
  Comment:
    'Drives one deployment over its targets. The stored deployment and its tasks decide: an execution that is stopped and redriven continues where it was.',
  QueryLanguage: 'JSONata',
  StartAt: 'DecideDeploymentStep',
  States: {
    DecideDeploymentStep: deployments.run(
      'decideDeploymentStep',
      'Begins the deployment, judges what was done, and answers what is next.',
      {
        Retry: [TRANSIENT],
        Catch: [catchAllAsError('FinishDeployment')],
        Assign: { next: '{% $states.result.Payload %}', error: null },
        Next: 'RouteByStep',
      },
    ),
    RouteByStep: {
      Type: 'Choice',
      Comment: 'Are there targets to deploy to, or has it come to its end?',
      Choices: [
        { Condition: "{% $next.step = 'WAVE' %}", Next: 'DeployWave' },
        { Condition: "{% $next.step = 'END' %}", Next: 'FinishDeployment' },
      ],
      Default: 'AwaitDeployment',
    },
    DeployWave: executionOf<typeof deploymentWave>(
      'deployment-wave',
      'A task for each target of the wave, by agents.',
      {
        Name: "{% $states.context.Execution.Input.deploymentId & '-' & $next.taskStep & '-' & $string($next.wave) %}",
        Input: {
          ...{ tenantId: ofInput('tenantId'), deploymentId: ofInput('deploymentId') },
          ...{ step: ofNext('taskStep'), wave: ofNext('wave') },
          ...{ targetIds: ofNext('targetIds'), maxConcurrent: ofNext('maxConcurrent') },
        },
        // Longer than its tasks may take, which have time-outs of their own.
        TimeoutSeconds: 31 * 86_400,
        Retry: [TRANSIENT_START],
        Catch: [catchAll('WaitForRecovery')],
        Next: 'DecideDeploymentStep',
      },
    ),
    WaitForRecovery: {
      Type: 'Wait',
      Comment: 'The wave could not be driven on. The next one takes up its tasks; after some, the deployment fails.',
      Seconds: 60,
      Next: 'DecideDeploymentStep',
    },
    AwaitDeployment: deployments.wait(
      'awaitDeployment',
      'A soak, a pause, or the turn of this deployment. A person may end it before its time.',
      ofNext('seconds'),
      {
        Retry: [TRANSIENT_IN_WAIT],
        Catch: [{ ErrorEquals: ['States.Timeout'], Next: 'DecideDeploymentStep' }, catchAllAsError('FinishDeployment')],
        Next: 'DecideDeploymentStep',
      },
    ),
    FinishDeployment: deployments.run('finishDeployment', 'Stores the end of the deployment.', {
      payload: { error: '{% $error %}' },
      Retry: [TRANSIENT_FOR_HOURS],
      Catch: [catchAll('DeploymentNotEnded')],
      Next: 'RecordEvidence',
    }),
    RecordEvidence: evidence.run('recordEvidence', 'A signed packet of what was done, once.', {
      payload: { subjectType: 'Deployment', subjectId: ofInput('deploymentId') },
      Retry: [TRANSIENT, KEEPER],
      Catch: [catchAll('EvidenceMissing')],
      Next: 'DeploymentEnded',
    }),
    DeploymentEnded: { Type: 'Succeed', Comment: 'The stored deployment says how.' },
    EvidenceMissing: {
      Type: 'Fail',
      Comment:
        'The deployment has ended, but its packet could not be signed or kept; redrive when both services are available.',
      Error: 'evidence.not_recorded',
      Cause: 'The evidence of the deployment could not be recorded after all retries',
    },
    DeploymentNotEnded: {
      Type: 'Fail',
      Comment: 'The end could not be stored; redrive when the table is available.',
      Error: 'deployment.not_ended',
      Cause: 'The end of the deployment could not be stored after all retries',
    },
  },
};
