// Creates an epic with the fields that its project accepts. Jira's refusal names fields that are missing on the project's
// screen or required, so the retry adapts to it. Fields that we cannot fill are `integration.fields_refused`.
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

/** Company-managed projects may require an epic name, in a custom field whose id differs by installation. */
const EPIC_NAME = 'com.pyxis.greenhopper.jira:gh-epic-label';
/** Optional fields of an epic. */
const SPARED = ['description', 'labels'];
const MOST_ATTEMPTS = 4;
const BAD_REQUEST = 400;
/** An exchange without secrets, to read a reply. */
const CREATION = { service: jiraWords, call: 'POST /issue', secrets: [], now: 0 };

/**
 * The issue type of epics: the configured one, the one named Epic, or the type above all others (team-managed projects can
 * rename it).
 */
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
  /** Projects on Jira Server mostly require the epic name, so it is sent with the first attempt. */
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

/** The fields without refused ones and with required ones; undefined if we cannot fill a required field. */
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

/** The fields without which there is no issue: another value would be wanted, not another field. */
const OURS = ['project', 'issuetype', 'summary'];

/** We cannot fill fields that the project requires, of its own or of Jira, such as components and fixVersions. */
function refusalOf(reply: OutboundReply, failure: DomainError): DomainError {
  const refused = fieldErrorsIn(reply).map(([field]) => field);
  const wantsFields = refused.length > 0 && !refused.some((field) => OURS.includes(field));
  return wantsFields ? integrationErrors.fields_refused(failure.details) : failure;
}
