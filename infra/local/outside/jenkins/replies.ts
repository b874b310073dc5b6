// The two forms in which Jenkins answers: JSON with its version in a header, and Jetty's HTML error page.
import type { JsonObject } from '../../contracts.ts';
import { type Call, type OutsideReply, refuse } from '../stand-in.ts';
import { pick } from './tree.ts';

const VERSION = '2.516.3';

const HTML = { 'x-jenkins': VERSION, 'content-type': 'text/html;charset=iso-8859-1' };

/** A resource, or what the request's `tree` expression picks of it; 400 for a malformed expression. */
export function show(call: Call, resource: JsonObject): OutsideReply {
  const tree = call.request.query.get('tree');
  const body = tree === null ? resource : (pick(resource, tree) ?? fail(400, 'Failed to parse the tree expression'));
  return { status: 200, headers: { 'x-jenkins': VERSION }, body };
}

/** Text of Jetty's error page. */
export function errorPage(status: number, message: string): string {
  const title = `${status} ${message}`;
  return `<html><head><title>Error ${title}</title></head><body><h2>HTTP ERROR ${title}</h2></body></html>`;
}

export function errorReply(
  status: number,
  message: string,
  headers: Readonly<Record<string, string>> = {},
): OutsideReply {
  return { status, headers: { ...HTML, ...headers }, body: errorPage(status, message) };
}

/** Ends the call with an error page. */
export function fail(status: number, message: string, headers: Readonly<Record<string, string>> = {}): never {
  return refuse(status, errorPage(status, message), { ...HTML, ...headers });
}
