// JIRA: epics, comments and transitions in one project, on Cloud (API v3) and Server or Data Center (v2). A marker
// identifies our work: a label of an epic, the last line of a comment.
// https://developer.atlassian.com/cloud/jira/platform/rest/v3/
import { cutTo } from '../../../entities/_base/text.ts';
import { integrationErrors } from '../../../entities/integrations/errors.ts';
import { linesOf, type Piece } from '../_client/addresses.ts';
import { createCaller, path } from '../_client/caller.ts';
import type { ClientContext, TicketClient } from '../adapter.ts';
import { toDocument } from './jira-document.ts';
import { createEpicIn, epicTypeOf } from './jira-epics.ts';
import {
  commentsReply,
  jiraWords,
  myselfReply,
  projectReply,
  searchReply,
  statusReply,
  type Transition,
  transitionsReply,
} from './jira-replies.ts';
import { assertCanClose, assertMayWrite } from './jira-verification.ts';
import { toWiki } from './jira-wiki.ts';

const SUMMARY_LENGTH = 255;
/** Cloud's search shows new issues after a few seconds. */
const SHOWS_AFTER_MS = 5_000;

export function createJiraClient(context: ClientContext<'JIRA'>): TicketClient {
  const { config, credentials, outbound, now } = context;
  const baseUrl = config.baseUrl.replace(/\/+$/, '');
  const isCloud = config.deployment === 'CLOUD';
  const basic = Buffer.from(`${credentials.email ?? ''}:${credentials.apiToken}`).toString('base64');
  const authorization = credentials.email === undefined ? `Bearer ${credentials.apiToken}` : `Basic ${basic}`;
  const api = createCaller({
    service: jiraWords,
    baseUrl: `${baseUrl}/rest/api/${isCloud ? 3 : 2}`,
    outbound,
    now,
    secrets: Object.values(credentials),
    headers: () => ({ authorization }),
  });
  const rich = (lines: readonly (readonly Piece[])[]) => (isCloud ? toDocument(lines) : toWiki(lines));

  async function findEpic(label: string): Promise<string | undefined> {
    const jql = `project = "${config.projectKey}" AND labels = "${label}" ORDER BY created ASC`;
    const query = { jql, fields: 'summary', maxResults: 1 };
    const found = await api.read(searchReply, { method: 'GET', path: isCloud ? '/search/jql' : '/search', query });
    return found.issues[0]?.key;
  }

  const epic = (key: string) => ({ key, url: `${baseUrl}/browse/${key}` });

  return {
    async verify() {
      const { displayName } = await api.read(myselfReply, { method: 'GET', path: '/myself' });
      const project = await api.read(projectReply, { method: 'GET', path: path`/project/${config.projectKey}` });
      const type = project.issueTypes && epicTypeOf(project, config.issueType);
      if (project.issueTypes && !type) {
        const names = project.issueTypes.map(({ name }) => name).join(', ');
        const wanted = config.issueType ?? 'Epic';
        const detail = `The project ${project.key} has no issue type ${wanted}; set issueType to one of ${names || 'its own'}`;
        throw integrationErrors.refused({ detail });
      }
      await assertMayWrite(api, config, displayName);
      await assertCanClose(api, config, type?.name ?? 'Epic', isCloud);
      return `${displayName} can see ${project.name} (${project.key})`;
    },

    async createEpic({ summary, description, marker }) {
      const label = toLabel(marker);
      const title = cutTo(summary.replace(/\s+/g, ' '), SUMMARY_LENGTH);
      const make = () =>
        createEpicIn(api, {
          ...{ projectKey: config.projectKey, issueType: config.issueType, summary: title, label },
          description: rich(linesOf(description)),
          sendsName: !isCloud,
        });
      const showsAfterMs = isCloud ? SHOWS_AFTER_MS : 0;
      return epic(await api.ensure({ find: () => findEpic(label), make, showsAfterMs }));
    },

    async comment({ key, text, links, marker, mayBePosted = true }) {
      const label = toLabel(marker);
      const comments = path`/issue/${key}/comment`;
      const find = async () => {
        const query = { orderBy: '-created', maxResults: 100 };
        const newest = await api.read(commentsReply, { method: 'GET', path: comments, query });
        return newest.comments.find((comment) => hasLine(comment.body, `Windlass ${label}`));
      };
      // The last line is searched literally: labels contain no markup.
      const last = [[], [{ text: `Windlass ${label}`, isAddress: false }]];
      const told = linesOf(text, links);
      const body = { body: isCloud ? toDocument([...told, ...last]) : `${toWiki(told)}\n\nWindlass ${label}` };
      const make = async () => {
        await api.send({ method: 'POST', path: comments, body, succeedsWith: 201 });
        return body;
      };
      await api.ensure({ find, make, mayExist: mayBePosted });
    },

    async transition({ key, name }) {
      const issue = path`/issue/${key}`;
      const isNamed = (candidate: string | undefined) => candidate?.toLowerCase() === name.toLowerCase();
      let wanted: Transition | undefined;
      /** The status, if nothing is left to do. */
      const find = async () => {
        const { fields } = await api.read(statusReply, { method: 'GET', path: issue, query: { fields: 'status' } });
        const { status } = fields;
        if (isNamed(status.name)) return status;
        const { transitions } = await api.read(transitionsReply, { method: 'GET', path: `${issue}/transitions` });
        wanted = transitions.find(({ name: own }) => isNamed(own)) ?? transitions.find(({ to }) => isNamed(to?.name));
        if (wanted) return wanted.to?.name === status.name ? status : undefined;
        // Jira does not offer a transition that was already made: a closed issue is at the target of the closing
        // transition.
        if (status.statusCategory?.key === 'done') return status;
        const legal = transitions.map((transition) => transition.name);
        const detail = `${key} is ${status.name}; "${name}" is not among its transitions: ${legal.join(', ') || 'none'}`;
        throw integrationErrors.refused({ detail, legal });
      };
      const make = async () => {
        const body = { transition: { id: wanted?.id } };
        await api.send({ method: 'POST', path: `${issue}/transitions`, body, succeedsWith: 204 });
        return { name };
      };
      await api.ensure<{ name: string }>({ find, make });
    },
  };
}

/** Labels contain no white space, and a quote would end the JQL string. */
const toLabel = (marker: string) => marker.replace(/[^\w.:-]+/g, '-');

/** True if a text, or a text of a document, has exactly this line. */
function hasLine(body: unknown, line: string): boolean {
  if (typeof body === 'string') return body.split(/\r?\n/).some((candidate) => candidate.trim() === line);
  return typeof body === 'object' && body !== null && Object.values(body).some((part) => hasLine(part, line));
}
