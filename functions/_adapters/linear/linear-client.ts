// LINEAR: issues, comments and states in one team. Linear has no epics: the epic of a platform is an issue. Linear accepts
// our ids, so ids derive from markers and a repeated creation makes no second issue. https://linear.app/developers/graphql,
// https://studio.apollographql.com/public/Linear-API/variant/current/schema/reference
import { createHash } from 'node:crypto';
import * as z from 'zod';
import { cutTo } from '../../../entities/_base/text.ts';
import { integrationErrors } from '../../../entities/integrations/errors.ts';
import { linesOf } from '../_client/addresses.ts';
import { ensure } from '../_client/caller.ts';
import type { ClientContext, TicketClient } from '../adapter.ts';
import { createLinearQuery } from './linear-api.ts';
import { toMarkdown } from './linear-markdown.ts';

const dataOf = <T extends z.ZodRawShape>(shape: T) => z.object({ data: z.object(shape) });
const id = z.object({ id: z.string() });
const nodes = <S extends z.ZodType>(node: S) => z.object({ nodes: z.array(node) });
const issue = z.object({ identifier: z.string(), url: z.string() });
const state = z.object({ id: z.string(), name: z.string(), type: z.string() });

const teamData = dataOf({
  viewer: z.object({ name: z.string() }),
  teams: nodes(
    z.object({
      ...{ id: z.string(), key: z.string(), name: z.string() },
      states: nodes(z.object({ name: z.string() })).optional(),
    }),
  ),
});
const projectData = dataOf({ project: z.object({ name: z.string(), teams: nodes(z.object({ key: z.string() })) }) });
const issuesData = dataOf({ issues: nodes(issue), teams: nodes(id) });
const issueCreateData = dataOf({ issueCreate: z.object({ issue: issue }) });
const commentsData = dataOf({ issue: z.object({ id: z.string(), comments: nodes(id) }) });
const commentCreateData = dataOf({ commentCreate: z.object({ success: z.literal(true) }) });
const stateData = dataOf({ issue: z.object({ id: z.string(), state, team: z.object({ states: nodes(state) }) }) });
const issueUpdateData = dataOf({ issueUpdate: z.object({ success: z.literal(true) }) });

const TEAM = `query WindlassTeam($key: String!) {
  viewer { name }
  teams(filter: { key: { eq: $key } }, first: 1) { nodes { id key name states(first: 100) { nodes { name } } } }
}`;
const PROJECT = `query WindlassProject($id: String!) {
  project(id: $id) { name teams(first: 50) { nodes { key } } }
}`;
const FIND_ISSUE = `query WindlassFindIssue($id: ID!, $key: String!) {
  issues(filter: { id: { eq: $id } }, includeArchived: true, first: 1) { nodes { identifier url } }
  teams(filter: { key: { eq: $key } }, first: 1) { nodes { id } }
}`;
const CREATE_ISSUE = `mutation WindlassCreateIssue($input: IssueCreateInput!) {
  issueCreate(input: $input) { issue { identifier url } }
}`;
const FIND_COMMENT = `query WindlassFindComment($key: String!, $comments: CommentFilter!) {
  issue(id: $key) { id comments(filter: $comments, first: 1) { nodes { id } } }
}`;
const CREATE_COMMENT = `mutation WindlassCreateComment($input: CommentCreateInput!) {
  commentCreate(input: $input) { success }
}`;
const STATES = `query WindlassStates($key: String!) {
  issue(id: $key) { id state { id name type } team { states(first: 100) { nodes { id name type } } } }
}`;
const SET_STATE = `mutation WindlassSetState($id: String!, $input: IssueUpdateInput!) {
  issueUpdate(id: $id, input: $input) { success }
}`;

const TITLE_LENGTH = 255;
/** Types of final states. */
const CLOSED = ['completed', 'canceled', 'duplicate'];

export function createLinearClient(context: ClientContext<'LINEAR'>): TicketClient {
  const { teamKey, projectId, doneTransition, cancelledTransition } = context.config;
  const ask = createLinearQuery(context);
  const noTeam = () => integrationErrors.refused({ detail: `Linear has no team ${teamKey} that this key can see` });

  return {
    async verify() {
      const { viewer, teams } = await ask(teamData, TEAM, { key: teamKey });
      const [team] = teams.nodes;
      if (!team) throw noTeam();
      const states = team.states?.nodes.map(({ name }) => name);
      const has = (wanted: string) => !states || states.some((name) => name.toLowerCase() === wanted.toLowerCase());
      for (const [field, wanted] of Object.entries({ doneTransition, cancelledTransition })) {
        if (wanted === undefined || has(wanted)) continue;
        const detail = `The team ${team.key} has no state "${wanted}"; set ${field} to one of ${states?.join(', ')}`;
        throw integrationErrors.refused({ detail, legal: states ?? [] });
      }
      if (projectId) {
        const { project } = await ask(projectData, PROJECT, { id: projectId });
        if (!project.teams.nodes.some(({ key }) => key === teamKey)) {
          const detail = `The project ${project.name} does not belong to the team ${team.key}: Linear would refuse its issues`;
          throw integrationErrors.refused({ detail });
        }
      }
      return `${viewer.name} can see ${team.name} (${team.key})`;
    },

    async createEpic({ summary, description, marker }) {
      const issueId = uuidOf('issue', teamKey, marker);
      let teamId: string | undefined;
      const find = async () => {
        const { issues, teams } = await ask(issuesData, FIND_ISSUE, { id: issueId, key: teamKey });
        teamId = teams.nodes[0]?.id;
        return issues.nodes[0];
      };
      const title = cutTo(summary.replace(/\s+/g, ' '), TITLE_LENGTH);
      const make = async () => {
        if (teamId === undefined) throw noTeam();
        const input = {
          ...{ id: issueId, teamId, title, description: toMarkdown(linesOf(description)) },
          ...(projectId && { projectId }),
        };
        return (await ask(issueCreateData, CREATE_ISSUE, { input })).issueCreate.issue;
      };
      const { identifier: key, url } = await ensure({ find, make }, context.outbound);
      return { key, url };
    },

    async comment({ key, text, links, marker }) {
      const commentId = uuidOf('comment', key, marker);
      let issueId: string | undefined;
      const find = async () => {
        const comments = { id: { eq: commentId } };
        const found = await ask(commentsData, FIND_COMMENT, { key, comments });
        issueId = found.issue.id;
        return found.issue.comments.nodes[0];
      };
      const make = async () => {
        const body = toMarkdown(linesOf(text, links));
        await ask(commentCreateData, CREATE_COMMENT, { input: { id: commentId, issueId, body } });
        return { id: commentId };
      };
      await ensure({ find, make }, context.outbound);
    },

    async transition({ key, name }) {
      const isNamed = (candidate: string) => candidate.toLowerCase() === name.toLowerCase();
      let wanted: { issueId: string; stateId: string } | undefined;
      /** The state, if nothing is left to do. */
      const find = async () => {
        const { issue: found } = await ask(stateData, STATES, { key });
        if (isNamed(found.state.name)) return found.state;
        const states = found.team.states.nodes;
        const named = states.find((candidate) => isNamed(candidate.name));
        wanted = named && { issueId: found.id, stateId: named.id };
        if (wanted) return undefined;
        if (CLOSED.includes(found.state.type)) return found.state;
        const legal = states.map((candidate) => candidate.name);
        const detail = `${key} is ${found.state.name}; "${name}" is not among its team's states: ${legal.join(', ') || 'none'}`;
        throw integrationErrors.refused({ detail, legal });
      };
      const make = async () => {
        await ask(issueUpdateData, SET_STATE, { id: wanted?.issueId, input: { stateId: wanted?.stateId } });
        return { name };
      };
      await ensure<{ name: string }>({ find, make }, context.outbound);
    },
  };
}

/** Linear requires UUIDs of version 4; the digest replaces the random bits. */
function uuidOf(...parts: readonly string[]): string {
  const bytes = createHash('sha256').update(parts.join('\0')).digest().subarray(0, 16);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x40, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
