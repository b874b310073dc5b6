// AWS's wire protocols at `/_local/aws` as an operator speaks them: no function's role, so that everything may be asked.
import type { Json } from '../../infra/local/contracts.ts';
import { SIGNED } from '../../infra/local/demo/figures.ts';

// biome-ignore lint/suspicious/noExplicitAny: AWS's documented shapes, of which tests read a field or two
export type AwsReply = any;

export interface Operator {
  /** `DynamoDB_20120810.Scan` and its like; throws the error's code and message. */
  call(target: string, input: Json): Promise<AwsReply>;
  /** The function's answer; throws the function's error. */
  invoke(functionName: string, payload: Json): Promise<AwsReply>;
}

/** An operator of the runtime at `url` (http://127.0.0.1:4100). */
export function operatorOf(url: string): Operator {
  const send = async (path: string, headers: Readonly<Record<string, string>>, body: Json): Promise<Response> => {
    const all = { ...SIGNED, 'content-type': 'application/x-amz-json-1.0' };
    const init = { method: 'POST', headers: { ...all, ...headers }, body: JSON.stringify(body) };
    return fetch(`${url}/_local/aws${path}`, init);
  };
  return {
    async call(target, input) {
      const reply = await send('', { 'x-amz-target': target }, input);
      const output: AwsReply = await reply.json();
      if (!reply.ok) throw new Error(`${target}: ${output.__type}: ${output.message}`);
      return output;
    },
    async invoke(functionName, payload) {
      const reply = await send(`/2015-03-31/functions/${functionName}/invocations`, {}, payload);
      const output: AwsReply = await reply.json();
      if (reply.ok && !reply.headers.has('x-amz-function-error')) return output;
      throw new Error(`${functionName}: ${JSON.stringify(output)}`);
    },
  };
}
