// Releases of every mix of integrations: the setup of a tenant on the stand-ins, and the mix of each of fifty releases.
import { generateKeyPairSync } from 'node:crypto';
import type { Client, Input } from '../../../functions/client.ts';
import type { JsonObject } from '../../../infra/local/contracts.ts';

export type Scm = 'GITHUB' | 'GITLAB' | 'BITBUCKET';
export type Ci = 'JENKINS' | 'GITHUB_ACTIONS' | 'GITLAB_CI';
export type Target = 'APP_STORE' | 'PLAY_STORE' | 'WEB';
export type Comms = 'SLACK' | 'EMAIL';
export type Tickets = 'JIRA' | 'LINEAR';

export interface Mix {
  readonly scm: Scm;
  readonly ci: Ci;
  readonly target: Target;
  readonly comms: Comms;
  readonly tickets: Tickets;
}

/** Which CI builds what is in which SCM: Actions and GitLab CI their own, Jenkins anything. */
const BUILDERS: readonly (readonly [Scm, Ci])[] = [
  ['GITHUB', 'JENKINS'],
  ['GITHUB', 'GITHUB_ACTIONS'],
  ['GITLAB', 'JENKINS'],
  ['GITLAB', 'GITLAB_CI'],
  ['BITBUCKET', 'JENKINS'],
];
const TARGETS: readonly Target[] = ['APP_STORE', 'PLAY_STORE', 'WEB'];
const COMMS: readonly Comms[] = ['SLACK', 'EMAIL'];
const TICKETS: readonly Tickets[] = ['JIRA', 'LINEAR'];

/** All sixty mixes. */
export const MIXES: readonly Mix[] = BUILDERS.flatMap(([scm, ci]) =>
  TARGETS.flatMap((target) =>
    COMMS.flatMap((comms) => TICKETS.map((tickets) => ({ scm, ci, target, comms, tickets }))),
  ),
);

const pemOf = (privateKey: { export(options: object): string | Buffer }) =>
  privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();

/** Ids of the integrations: of a pipeline by `CI SCM TARGET`, of a target by `app of CI SCM TARGET`, of the others by type. */
export type MixIds = ReadonlyMap<string, string>;

export const pipelineName = ({ scm, ci, target }: Pick<Mix, 'scm' | 'ci' | 'target'>) => `${ci} ${scm} ${target}`;
/** Each pipeline has an app of its own in each store: a store takes a build number once, and jobs count from 1. */
export const targetName = (mix: Pick<Mix, 'scm' | 'ci' | 'target'>) => `app of ${pipelineName(mix)}`;
/** Each pipeline has a job or workflow of its own, so that CI says which one it speaks of. */
export const jobOf = (mix: Pick<Mix, 'scm' | 'ci' | 'target'>) =>
  pipelineName(mix).toLowerCase().replaceAll(/\W+|_/g, '-');

/** Connects and verifies an integration of every type, a target of each type for each builder, and a pipeline for each target of each builder. */
export async function connectMixes(url: string, api: Client): Promise<MixIds> {
  const at = (service: string) => `${url}/_local/${service}`;
  const apple = pemOf(generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey);
  const google = pemOf(generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey);
  const github = { baseUrl: at('github'), owner: 'acme', repository: 'mixed' };
  const gitlab = { baseUrl: at('gitlab'), project: 'acme/mobile/mixed' };
  const ids = new Map<string, string>();

  async function connect(segment: string, name: string, type: string, config: JsonObject, credentials: JsonObject) {
    const { id } = await api.must('POST /integrations/{kind}', {
      params: { kind: segment },
      body: { name, type, config, credentials } as Input<'POST /integrations/{kind}'>['body'],
    });
    const verified = await api.must('POST /integrations/{kind}/{integrationId}/verify', {
      params: { kind: segment, integrationId: id },
    });
    if (verified.verificationStatus !== 'VALID') throw new Error(`${name}: ${verified.verificationError}`);
    ids.set(name, id);
  }

  await connect('scm', 'GITHUB', 'GITHUB', github, { token: 'ghp_mixed' });
  await connect('scm', 'GITLAB', 'GITLAB', gitlab, { token: 'glpat-mixed' });
  const bitbucket = { baseUrl: at('bitbucket'), workspace: 'acme', repository: 'mixed' };
  await connect('scm', 'BITBUCKET', 'BITBUCKET', bitbucket, { token: 'ATATTmixed' });
  const signingSecret = `whsec_${Buffer.from('a secret of thirty-two bytes.....').toString('base64')}`;
  const keys = { issuerId: '57246542-96fe-1a63-e053-0824d011072a', keyId: '2X9R4HXF34', privateKey: apple };
  const play = { baseUrl: at('play-store'), tokenUrl: `${at('play-store')}/token` };
  const account = { clientEmail: 'windlass@acme.iam.gserviceaccount.com', privateKey: google };
  for (const [index, [scm, ci]] of BUILDERS.entries()) {
    const target = (type: Target, config: JsonObject, credentials: JsonObject) =>
      connect('targets', targetName({ scm, ci, target: type }), type, config, credentials);
    await target('APP_STORE', { baseUrl: at('app-store'), appId: `222222222${index}` }, keys);
    await target('PLAY_STORE', { ...play, packageName: `com.acme.mixed${index}` }, account);
    await target('WEB', { url: `${at('web')}/deploy` }, { signingSecret });
  }
  const slack = {
    baseUrl: at('slack'),
    channels: { releases: 'C0MIXEDREL', builds: 'C0MIXEDBLD', approvals: 'C0MIXEDAPP' },
  };
  await connect('communications', 'SLACK', 'SLACK', slack, { botToken: 'xoxb-mixed', signingSecret: 'mixed' });
  const mail = { fromAddress: 'releases@acme.example', recipients: { releases: ['team@acme.example'] } };
  await connect('communications', 'EMAIL', 'EMAIL', mail, {});
  const jira = { baseUrl: at('jira'), projectKey: 'MIX' };
  await connect('tickets', 'JIRA', 'JIRA', jira, { email: 'windlass@acme.example', apiToken: 'mixed' });
  const linear = { baseUrl: at('linear'), teamKey: 'APP' };
  await connect('tickets', 'LINEAR', 'LINEAR', linear, { apiKey: 'lin_api_mixed' });

  for (const [scm, ci] of BUILDERS) {
    for (const target of TARGETS) {
      const mix = { scm, ci, target };
      const of = { scmIntegrationId: ids.get(scm) ?? '', targetIntegrationId: ids.get(targetName(mix)) ?? '' };
      const config = {
        JENKINS: { baseUrl: at('jenkins'), jobPath: jobOf(mix), ...of },
        GITHUB_ACTIONS: { ...github, workflow: `${jobOf(mix)}.yml`, ...of },
        GITLAB_CI: { ...gitlab, ...of },
      }[ci];
      const credentials = {
        JENKINS: { username: 'windlass', apiToken: '11mixed' },
        GITHUB_ACTIONS: { token: 'ghp_mixed' },
        GITLAB_CI: { token: 'glpat-mixed' },
      }[ci];
      await connect('pipelines', pipelineName(mix), ci, config, credentials);
    }
  }
  return ids;
}
