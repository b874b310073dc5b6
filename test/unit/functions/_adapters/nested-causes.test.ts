// The causes of a refusal, wherever a service nests them: people are told all of them.
import { expect, it } from 'vitest';
import type { IntegrationType } from '../../../../entities/integrations/types/integration-types.ts';
import { scmClient, storeClient, verifierFor } from '../../../../functions/_adapters/clients.ts';
import { integrationSamples } from '../../../support/releases/integration-samples.ts';
import { inEnglish } from '../../../support/releases/store-notes.ts';
import { localOutbound, startHttpService } from '../../../support/services/http-service.ts';

type Context = Parameters<typeof verifierFor>[1];
const headOf = (type: IntegrationType) => (context: Context) => scmClient(type, context).headOf({ branch: 'x' });
const verify = (type: IntegrationType) => (context: Context) => verifierFor(type, context).verify();
const submit = (context: Context) => storeClient('WEB', context).submit({ version: '1.5.0', notes: inEnglish('New') });

const cases: [string, IntegrationType, (context: Context) => Promise<unknown>, object, string][] = [
  [
    'texts by field',
    'GITLAB',
    headOf('GITLAB'),
    { message: { base: ['Reference not found'], name: 'is taken' } },
    'base: Reference not found; name: is taken',
  ],
  [
    'fields within a field',
    'GITLAB',
    headOf('GITLAB'),
    { message: { release: { tag: ['is invalid', 'is protected'] } } },
    'release.tag: is invalid, is protected',
  ],
  [
    'a list of texts',
    'GITLAB',
    headOf('GITLAB'),
    { message: ['Branch is protected', 'Ask a maintainer'] },
    'Branch is protected, Ask a maintainer',
  ],
  [
    'fields beside the message',
    'BITBUCKET',
    headOf('BITBUCKET'),
    { error: { message: 'Bad request', fields: { name: ['must not be empty', 'is required'] } } },
    'Bad request: name: must not be empty, is required',
  ],
  [
    'the scopes that are missing',
    'BITBUCKET',
    headOf('BITBUCKET'),
    { error: { message: 'No', detail: { required: ['repository:write'], granted: ['repository'] } } },
    'No: needs repository:write and has repository',
  ],
  [
    'all errors of a registry',
    'OCI_REGISTRY',
    verify('OCI_REGISTRY'),
    {
      errors: [
        { code: 'A', message: 'one' },
        { code: 'B', message: 'two' },
      ],
    },
    'A: one; B: two',
  ],
  ['the title of a problem', 'WEB', submit, { title: 'The version is frozen' }, 'The version is frozen'],
  [
    'the errors of a problem',
    'WEB',
    submit,
    { detail: 'Not valid', errors: [{ detail: 'version is too low' }, 'no approval'] },
    'Not valid; version is too low; no approval',
  ],
  ['an error as an object', 'WEB', submit, { error: { message: 'frozen until Monday' } }, 'frozen until Monday'],
];

it.each(cases)('%s of %s are said (K15)', async (_, type, call, body, said) => {
  await using service = await startHttpService({ '*': { status: 400, body } });
  const { config, credentials } = integrationSamples(service.url)[type];
  const context = { config, credentials, outbound: localOutbound, now: Date.now };
  await expect(call(context)).rejects.toMatchObject({
    code: 'integration.refused',
    message: expect.stringMatching(new RegExp(`: ${said.replaceAll('.', '\\.')}$`)),
  });
});
