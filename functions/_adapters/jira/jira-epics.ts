// Creates an epic in the fields that its project takes: a refusal of Jira names fields that are not on the project's
// screen, or are required, so it says how to retry. Unfillable ones are `integration.fields_refused`.
import type { DomainError } from '../../../entities/_base/errors.ts';
import { integrationErrors } from '../../../entities/integrations/errors.ts';
import { type Caller, parseBody, path } from '../_client/caller.ts';
import type { OutboundReply } from '../adapter.ts';
import {
  createdReply,
  type EpicProject,
  epicProjectReply,
  fieldErrorsIn,
  fieldsReply,
  jiraWords,
} from './jira-replies.ts';

type Fields = Readonly<Record<string, unknown>>;

/** Company-managed projects may want a name beside the summary, in a custom field whose id differs by installation. */
const EPIC_NAME = 'com.pyxis.greenhopper.jira:gh-epic-label';
/** An epic without these is one all the same. */
const SPARED = ['description', 'labels'];
const MOST_ATTEMPTS = 4;
const BAD_REQUEST = 400;
/** The exchange for reading a reply that holds no secret and no wait. */
const CREATION = { service: jiraWords, call: 'POST /issue', secrets: [], now: 0 };

/** The type of epics: as it is configured, called Epic, or what Jira has above its other types (next-gen projects name it freely). */
export function epicTypeOf({ issueTypes = [] }: EpicProject, configured: string | undefined) {
  const isNamed = (wanted: string) => (type: { name: string }) => type.name.toLowerCase() === wanted.toLowerCase();
  if (configured !== undefined) return issueTypes.find(isNamed(configured));
  return issueTypes.find(isNamed('Epic')) ?? issueTypes.find((type) => type.hierarchyLevel === 1);
}

export interface EpicWish {
  readonly projectKey: string;
  readonly issueType: string | undefined;
  readonly summary: string;
  readonly description: unknown;
  readonly label: string;
  /** Jira Server's projects mostly want the name: it is sent before Jira asks for it. */
  readonly sendsName: boolean;
}

/** Answers the key of the new epic. */
export async function createEpicIn(api: Caller, wish: EpicWish): Promise<string> {
  const { projectKey, issueType = 'Epic', summary, description, label } = wish;
  const nameField = wish.sendsName ? await epicNameField(api) : undefined;
  let fields: Fields = {
    project: { key: projectKey },
    issuetype: { name: issueType },
    summary,
    description,
    labels: [label],
    ...(nameField && { [nameField]: summary }),
  };
  for (let attempt = 1; ; attempt += 1) {
    const { reply, failure } = await api.attempt({ method: 'POST', path: '/issue', body: { fields } });
    if (!failure) return parseBody(createdReply, reply.json, CREATION).key;
    const isTooMany = reply.status !== BAD_REQUEST || attempt === MOST_ATTEMPTS;
    const better = isTooMany ? undefined : await adapted(api, fields, reply, wish);
    if (!better) throw refusalOf(reply, failure);
    fields = better;
  }
}

/** The fields without those that are refused and with those that are wanted; undefined when that is not in our power. */
async function adapted(api: Caller, fields: Fields, reply: OutboundReply, wish: EpicWish): Promise<Fields | undefined> {
  const refused = fieldErrorsIn(reply);
  if (refused.length === 0) return undefined;
  let better = fields;
  for (const [field, message] of refused) {
    if (field === 'issuetype') {
      const type = await epicType(api, wish);
      if (!type || Object(fields.issuetype).id === type.id) return undefined;
      better = { ...better, issuetype: { id: type.id } };
    } else if (SPARED.includes(field) || (field in fields && field.startsWith('customfield_'))) {
      const { [field]: _, ...rest } = better;
      better = rest;
    } else if (!(field in fields) && (/epic.?name/i.test(message) || field === (await epicNameField(api)))) {
      better = { ...better, [field]: wish.summary };
    } else return undefined;
  }
  return better;
}

async function epicType(api: Caller, { projectKey, issueType }: EpicWish) {
  const project = await api.find(epicProjectReply, { method: 'GET', path: path`/project/${projectKey}` });
  return project && epicTypeOf(project, issueType);
}

async function epicNameField(api: Caller): Promise<string | undefined> {
  const fields = await api.find(fieldsReply, { method: 'GET', path: '/field' });
  return fields?.find((candidate) => candidate.schema?.custom === EPIC_NAME)?.id;
}

/** A field of the project's own that it wants is not in our power. */
function refusalOf(reply: OutboundReply, failure: DomainError): DomainError {
  const wantsFields = fieldErrorsIn(reply).some(([field]) => field.startsWith('customfield_'));
  return wantsFields ? integrationErrors.fields_refused(failure.details) : failure;
}
