// The causes of a refusal, wherever a service nests them: people are told all of them.
import { expect, it } from 'vitest';
import type { IntegrationType } from '../../../../entities/integrations/types/integration-types.ts';
import { scmClient, storeClient, ticketClient, verifierFor } from '../../../../functions/_adapters/clients.ts';
import { integrationSamples } from '../../../support/releases/integration-samples.ts';
import { inEnglish } from '../../../support/releases/store-notes.ts';
import { localOutbound, startHttpService } from '../../../support/services/http-service.ts';

type Context = Parameters<typeof verifierFor>[1];
const headOf = (type: IntegrationType) => (context: Context) => scmClient(type, context).headOf({ branch: 'x' });
const verify = (type: IntegrationType) => (context: Context) => verifierFor(type, context).verify();
const epic = (type: IntegrationType) => (context: Context) =>
  ticketClient(type, context).createEpic({ summary: 'App 1.5.0', description: 'x', marker: 'm' });
const submit = (context: Context) => storeClient('WEB', context).submit({ version: '1.5.0', notes: inEnglish('New') });

const cases: [string, IntegrationType, (context: Context) => Promise<unknown>, unknown, string][] = [
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
  [
    'a list of messages beside an error',
    'WEB',
    submit,
    { statusCode: 400, message: ['version must be a string', 'notes too long'], error: 'Bad Request' },
    'version must be a string; notes too long',
  ],
  [
    'a list of details with their places',
    'WEB',
    submit,
    { detail: [{ loc: ['body', 'version'], msg: 'field required', type: 'value_error' }] },
    'body.version: field required',
  ],
  [
    'details beside their message',
    'WEB',
    submit,
    { message: 'The version is frozen', details: { until: 'Monday' } },
    'The version is frozen; until: Monday',
  ],
  [
    'details of an error beside its message',
    'WEB',
    submit,
    { error: { message: 'The API is off', details: [{ reason: 'SERVICE_DISABLED' }] } },
    'The API is off; SERVICE_DISABLED',
  ],
  ['a message beside an error that is true', 'WEB', submit, { error: true, message: 'frozen' }, 'frozen'],
  [
    'texts by field',
    'WEB',
    submit,
    { success: false, errors: { version: ['is frozen'], base: 'no' } },
    'version: is frozen; base: no',
  ],
  ['errors within an error', 'WEB', submit, { error: { errors: [{ message: 'frozen' }] } }, 'frozen'],
  ['the description of an error', 'WEB', submit, { error: 'conflict', error_description: 'taken' }, 'conflict; taken'],
  ['the message of a function', 'WEB', submit, { errorMessage: 'Task timed out', errorType: 'X' }, 'Task timed out'],
  ['a text', 'WEB', submit, 'the disk is full', 'the disk is full'],
  ['the title of a page', 'GITLAB', headOf('GITLAB'), '<html><title>Down &amp; out</title></html>', 'Down & out'],
  [
    'a text instead of a list',
    'GITHUB',
    headOf('GITHUB'),
    { message: 'Validation Failed', errors: 'Reference already exists' },
    'Validation Failed; Reference already exists',
  ],
  [
    'a message without causes',
    'GITHUB',
    headOf('GITHUB'),
    { message: 'Rule violations', errors: null },
    'Rule violations',
  ],
  [
    'the fields of codes',
    'GITHUB',
    headOf('GITHUB'),
    { message: 'Validation Failed', errors: [{ resource: 'Release', field: 'tag_name', code: 'already_exists' }] },
    'Validation Failed; tag_name: already_exists',
  ],
  ['errors of the gateway', 'BITBUCKET', headOf('BITBUCKET'), { code: 400, message: 'No such site' }, 'No such site'],
  [
    'errors of the sign-in',
    'BITBUCKET',
    headOf('BITBUCKET'),
    { error: 'invalid_grant', error_description: 'revoked' },
    'invalid_grant; revoked',
  ],
  [
    'texts beside deeper ones',
    'JIRA',
    epic('JIRA'),
    { errorMessages: null, errors: { summary: 'required', customfield_1: { message: 'no such option' } } },
    'summary: required; customfield_1: no such option',
  ],
  [
    'problems of an input',
    'LINEAR',
    epic('LINEAR'),
    {
      errors: [
        {
          message: 'Argument Validation Error',
          extensions: { validationErrors: [{ property: 'title', constraints: { isLength: 'title is too long' } }] },
        },
      ],
    },
    'Argument Validation Error: title is too long',
  ],
  ['an error without extensions', 'LINEAR', epic('LINEAR'), { errors: [{ message: 'no', extensions: null }] }, 'no'],
  ['details of a sign-in', 'OCI_REGISTRY', verify('OCI_REGISTRY'), { details: 'wrong password' }, 'wrong password'],
  [
    'violations of fields',
    'PLAY_STORE',
    verify('PLAY_STORE'),
    {
      error: {
        message: 'Bad',
        details: [{ fieldViolations: [{ field: 'userFraction', description: 'must be below 1' }] }],
      },
    },
    'Bad; userFraction: must be below 1',
  ],
  [
    'associated errors, of which one has no detail',
    'APP_STORE',
    verify('APP_STORE'),
    {
      errors: [
        {
          code: 'STATE_ERROR',
          detail: 'please check associated errors',
          meta: {
            associatedErrors: {
              '/v1/x': [
                { code: 'A', detail: 'no screenshots' },
                { code: 'B', detail: null },
              ],
            },
          },
        },
      ],
    },
    'A: no screenshots; B',
  ],
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
