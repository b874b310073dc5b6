// Amazon SES v2 as far as mail is sent: SendEmail with a simple message. A request must look signed (SigV4); the signature is
// not checked. Functions reach it as a part of AWS (gateway/aws/aws-endpoint.ts).
// https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_SendEmail.html
import { isObject, type Json, type JsonObject, parseJson } from '../../contracts.ts';
import { arrayOr, credentialState, dig, textOf, unknownKeys } from '../reading.ts';
import { uuidOf } from '../stable-ids.ts';
import { type Call, type OutsideReply, refuse, type StandIn } from '../stand-in.ts';

const SIGNATURE =
  /^AWS4-HMAC-SHA256 Credential=([\w-]+)\/\d{8}\/[\w-]+\/ses\/aws4_request, ?SignedHeaders=[\w;-]+, ?Signature=[\da-f]{64}$/;
const MAX_RECIPIENTS = 50;
const KNOWN = ['FromEmailAddress', 'Destination', 'ReplyToAddresses', 'Content', 'EmailTags', 'ConfigurationSetName'];

function authenticate(call: Call): void {
  const key = SIGNATURE.exec(call.request.headers.authorization ?? '')?.[1];
  if (key === undefined) fail(403, 'MissingAuthenticationTokenException', 'Missing Authentication Token');
  const state = credentialState(key);
  if (state === 'expired') fail(403, 'ExpiredTokenException', 'The security token included in the request is expired');
  if (state === 'invalid') {
    fail(403, 'UnrecognizedClientException', 'The security token included in the request is invalid.');
  }
}

/** An address with `unverified` in it is one that SES has not verified. */
function sendEmail(call: Call): OutsideReply {
  const body = parseJson(call.request.body);
  if (!isObject(body)) return fail(400, 'SerializationException', 'Expected a JSON object');
  const [unknown] = unknownKeys(body, KNOWN);
  if (unknown !== undefined) return badRequest(`Unknown field ${unknown}`);
  const from = addressOf(body.FromEmailAddress) ?? badRequest('FromEmailAddress is missing or no address');
  const groups = ['ToAddresses', 'CcAddresses', 'BccAddresses'].map((name) => arrayOr(dig(body.Destination, name)));
  const recipients = groups.flat();
  if (recipients.length === 0) return badRequest('Destination must have a recipient');
  if (recipients.length > MAX_RECIPIENTS) return badRequest('Recipient count exceeds 50');
  const wrong = recipients.find((recipient) => addressOf(recipient) === undefined);
  if (wrong !== undefined) return badRequest(`Illegal address: ${String(wrong)}`);
  checkContent(body.Content);
  if (/unverified/i.test(from)) {
    const why = 'Email address is not verified. The following identities failed the check in region US-EAST-1';
    return fail(400, 'MessageRejected', `${why}: ${from}`);
  }
  return { status: 200, body: { MessageId: `01000199${uuidOf('mail', call.state.next('mail')).slice(8)}-000000` } };
}

function checkContent(content: Json | undefined): void {
  const simple = dig(content, 'Simple');
  if (!isObject(simple)) badRequest('Content must have a Simple message here');
  if (textOf(dig(simple, 'Subject', 'Data')) === undefined) badRequest('Subject is missing');
  const parts = ['Text', 'Html'].map((part) => textOf(dig(simple, 'Body', part, 'Data')));
  if (parts.every((part) => part === undefined)) badRequest('Body must have a Text or Html part');
  const headers = arrayOr(dig(simple, 'Headers'));
  if (headers.length > 15) badRequest('There are more than 15 headers');
  for (const header of headers) {
    const name = textOf(dig(header, 'Name'));
    if (name === undefined || !/^[\x21-\x39\x3b-\x7e]{1,126}$/.test(name)) badRequest('A header has no valid name');
    if (!/^[ -~]{1,870}$/.test(textOf(dig(header, 'Value')) ?? '')) badRequest(`The header ${name} has no valid value`);
  }
}

/** The address of a mailbox, with or without a display name. */
function addressOf(mailbox: Json | undefined): string | undefined {
  const text = textOf(mailbox) ?? '';
  const address = /<([^<>]+)>$/.exec(text)?.[1] ?? text;
  return /^[^\s@<>"]+@[^\s@<>"]+$/.test(address) ? address : undefined;
}

const badRequest = (message: string): never => fail(400, 'BadRequestException', message);

function fail(status: number, type: string, message: string): never {
  return refuse(status, { message }, { 'x-amzn-errortype': type });
}

function failure(status: number): JsonObject {
  return { message: status === 429 ? 'Maximum sending rate exceeded.' : 'Internal failure' };
}

export const ses: StandIn = {
  name: 'ses',
  routes: { 'POST /v2/email/outbound-emails': sendEmail },
  authenticate,
  notFound: () => ({ status: 404, headers: { 'x-amzn-errortype': 'UnknownOperationException' }, body: {} }),
  failure,
};
