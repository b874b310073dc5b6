// List prices of us-east-1 without any free tier, and what a request to the deployed API costs by the memory of the template.
import { stageResources } from '../idle-stage.ts';

const MILLION = 1_000_000;
/** Amazon API Gateway, AWS Lambda (Arm), Amazon DynamoDB (on demand), Amazon CloudWatch Logs and AWS X-Ray pricing. */
export const PRICE = {
  request: 1 / MILLION,
  invocation: 0.2 / MILLION,
  gigabyteSecond: 0.0000133334,
  readUnit: 0.125 / MILLION,
  writeUnit: 0.625 / MILLION,
  loggedByte: 0.5 / 1e9,
  trace: 5 / MILLION,
};

/** Assumed: billed milliseconds of a warm invocation, which waits for one read at most. */
export const BILLED_MS = 15;
/** Assumed: bytes of log lines of a request, those of the access log and of `platform.start` and `platform.report` of two functions. */
export const LOGGED_BYTES = 500 + 2 * 600;

/** The memory of functions of the template together. */
export async function gigabytesOf(...names: readonly string[]): Promise<number> {
  const resources = await stageResources();
  const memoryOf = (name: string): number => {
    const found = resources.find(
      ({ Type, Properties }) =>
        Type === 'AWS::Lambda::Function' && String(Properties.FunctionName).endsWith(`-${name}`),
    );
    if (!found) throw new Error(`the template has no function ${name}`);
    return found.Properties.MemorySize / 1024;
  };
  return names.reduce((total, name) => total + memoryOf(name), 0);
}

export const sum = (parts: object): number => Object.values(parts).reduce((total, part) => total + part, 0);
