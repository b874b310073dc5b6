// Entity properties of an issue: any JSON by key. https://developer.atlassian.com/cloud/jira/platform/rest/v3/api-group-issue-properties
import { parseJson } from '../reading.ts';
import { type Call, type OutsideReply, param } from '../stand-in.ts';
import { apiUrl, fail } from './errors.ts';
import { existingIssue, saveIssue } from './issues.ts';

const MAX_KEY = 255;
const MAX_VALUE = 32_768;

export function listProperties(call: Call): OutsideReply {
  const issue = existingIssue(call);
  const keys = Object.keys(issue.properties).map((key) => ({
    self: apiUrl(call, `/issue/${issue.id}/properties/${key}`),
    key,
  }));
  return { status: 200, body: { keys } };
}

export function getProperty(call: Call): OutsideReply {
  const key = param(call, 'property');
  const value = existingIssue(call).properties[key];
  return value === undefined
    ? fail(404, `The property with key ${key} does not exist.`)
    : { status: 200, body: { key, value } };
}

/** 201 for a new key, 200 for a known one. */
export function putProperty(call: Call): OutsideReply {
  const issue = existingIssue(call);
  const key = param(call, 'property');
  const value = parseJson(call.request.body);
  if (value === undefined) return fail(400, 'The property value must be valid JSON.');
  if (key.length > MAX_KEY || call.request.body.length > MAX_VALUE)
    return fail(400, 'The property key or value is too long.');
  const isNew = issue.properties[key] === undefined;
  saveIssue(call, { ...issue, properties: { ...issue.properties, [key]: value } });
  return { status: isNew ? 201 : 200, body: {} };
}

export function deleteProperty(call: Call): OutsideReply {
  const issue = existingIssue(call);
  const { [param(call, 'property')]: gone, ...properties } = issue.properties;
  if (gone === undefined) return fail(404, `The property with key ${param(call, 'property')} does not exist.`);
  saveIssue(call, { ...issue, properties });
  return { status: 204 };
}
