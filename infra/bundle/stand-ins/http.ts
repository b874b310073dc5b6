// Bundled into functions in place of `node:http`. Importing that module, as ES modules do, reads each of its exports, and
// those for WebSockets load all of undici: 14 ms of every start. Functions use none of them. bundle.ts names it.
const http = process.getBuiltinModule('node:http');

export default http;
export const { Agent, request, STATUS_CODES } = http;
