// App Store Connect's refusals: the causes that it nests are the ones that help.
import { expect, it } from 'vitest';
import { codesOf, messageOf } from '../../../../../functions/_adapters/app-store/app-store-api.ts';

const cause = (code: string, detail?: string) => ({ id: 'x', status: '409', code, title: 'A title', detail });
const reply = (...errors: object[]) => ({ status: 409, headers: {}, text: '', json: { errors } });
const POINTER = 'This resource cannot be reviewed, please check associated errors to see why.';
const pointing = (meta: unknown) => ({ ...cause('STATE_ERROR.ENTITY_STATE_INVALID', POINTER), meta });

it('are all said, in the place of the sentence that points at them (K15)', () => {
  const version = [
    cause('ENTITY_ERROR.ATTRIBUTE.REQUIRED', "You must provide a value for the attribute 'whatsNew'"),
    cause('STATE_ERROR.SCREENSHOT_REQUIRED.APP_IPHONE_67'),
  ];
  const info = [cause('ENTITY_ERROR.RELATIONSHIP.REQUIRED', "'primaryCategory' is missing")];
  const associatedErrors = { '/v1/appStoreVersions/v1': version, '/v1/appInfos/i1': info };
  const nested = reply(pointing({ associatedErrors }), cause('PARAMETER_ERROR', 'One of its own'));
  expect(messageOf(nested)).toBe(
    [
      "ENTITY_ERROR.ATTRIBUTE.REQUIRED: You must provide a value for the attribute 'whatsNew'",
      'STATE_ERROR.SCREENSHOT_REQUIRED.APP_IPHONE_67: A title',
      "ENTITY_ERROR.RELATIONSHIP.REQUIRED: 'primaryCategory' is missing",
      'PARAMETER_ERROR: One of its own',
    ].join('; '),
  );
  expect(codesOf(nested)).toContain('STATE_ERROR.ENTITY_STATE_INVALID');
  expect(codesOf(nested)).toContain('ENTITY_ERROR.ATTRIBUTE.REQUIRED');
});

it('are said once where several languages lack the same (K15)', () => {
  const lacking = [cause('ENTITY_ERROR.ATTRIBUTE.REQUIRED', "'description' is missing")];
  const associatedErrors = {
    '/v1/appStoreVersionLocalizations/l1': lacking,
    '/v1/appStoreVersionLocalizations/l2': lacking,
  };
  expect(messageOf(reply(pointing({ associatedErrors })))).toBe(
    "ENTITY_ERROR.ATTRIBUTE.REQUIRED: 'description' is missing",
  );
});

it.each([
  ['null', null],
  ['no object', 'none'],
  ['empty', { associatedErrors: {} }],
  ['of another shape', { associatedErrors: { a: 'b' } }],
])('leave the words of the error itself when they are %s (K15)', (_label, meta) => {
  expect(messageOf(reply(pointing(meta)))).toBe(`STATE_ERROR.ENTITY_STATE_INVALID: ${POINTER}`);
});

it('are said without their codes where there are many (K15)', () => {
  const many = Array.from({ length: 6 }, (_, index) =>
    cause('ENTITY_ERROR.ATTRIBUTE.REQUIRED.OF_A_LONG_NAME', `Screenshot ${index} is missing`),
  );
  const message = messageOf(reply(pointing({ associatedErrors: { '/v1/appStoreVersions/v1': many } })));
  expect(message).toBe(many.map(({ detail }) => detail).join('; '));
});
