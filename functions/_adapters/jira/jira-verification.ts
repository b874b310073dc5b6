// Checks that releases can work with Jira: create and comment epics, and close them.
import { integrationErrors } from '../../../entities/integrations/errors.ts';
import type { ConfigOf } from '../../../entities/integrations/types/integration-types.ts';
import { type Caller, path } from '../_client/caller.ts';
import { openEpicsReply, permissionsReply, statusesReply } from './jira-replies.ts';

/** Permissions of the project by their keys in Jira, with their purpose. */
const NEEDED = {
  CREATE_ISSUES: 'create issues',
  ADD_COMMENTS: 'comment issues',
  TRANSITION_ISSUES: 'move issues through their workflow',
} as const;
const MOST_EPICS = 50;

type Config = ConfigOf<'JIRA'>;

export async function assertMayWrite(api: Caller, { projectKey }: Config, displayName: string): Promise<void> {
  const query = { projectKey, permissions: Object.keys(NEEDED).join(',') };
  const found = await api.find(permissionsReply, { method: 'GET', path: '/mypermissions', query });
  const missing = Object.entries(NEEDED).filter(([key]) => found?.permissions[key]?.havePermission === false);
  if (missing.length === 0) return;
  const detail = `${displayName} may not ${missing.map(([, what]) => what).join(' or ')} in ${projectKey}`;
  throw integrationErrors.unauthorized({ detail });
}

/**
 * Throws `integration.refused` if `doneTransition` or `cancelledTransition` is neither a status of epics nor a transition of an
 * open epic. Without an open epic, or if Jira does not tell, the check passes.
 */
export async function assertCanClose(api: Caller, config: Config, epicType: string, isCloud: boolean): Promise<void> {
  const { projectKey, doneTransition, cancelledTransition } = config;
  const wanted = Object.entries({ doneTransition, cancelledTransition });
  const missingIn = (names: readonly string[]) =>
    wanted.find(([, name]) => name !== undefined && !names.some((one) => one.toLowerCase() === name.toLowerCase()));
  const types = await api.find(statusesReply, { method: 'GET', path: path`/project/${projectKey}/statuses` });
  const statuses = types?.find(({ name }) => name === epicType)?.statuses.map(({ name }) => name);
  if (!statuses || !missingIn(statuses)) return;
  const jql = `project = "${projectKey}" AND issuetype = "${epicType}" AND statusCategory != Done ORDER BY created DESC`;
  const query = { jql, fields: 'status', expand: 'transitions', maxResults: MOST_EPICS };
  const open = await api.read(openEpicsReply, { method: 'GET', path: isCloud ? '/search/jql' : '/search', query });
  const transitions = open.issues.flatMap((issue) => issue.transitions ?? []).map(({ name }) => name);
  const legal = [...new Set([...statuses, ...transitions])];
  const [field, name] = missingIn(legal) ?? [];
  if (transitions.length === 0 || field === undefined) return;
  const detail = `Epics of ${projectKey} have no status or transition "${name}"; set ${field} to one of ${legal.join(', ')}`;
  throw integrationErrors.refused({ detail, legal });
}
