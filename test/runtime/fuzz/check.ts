import { FAULT_STATUS } from '@inference-constructs/runtime/errors';
import { SECRET, SECRET_NUMBER, type Check, type HttpRequest, type Response } from './case';
import { difference, fromBytes, type Sample } from './tensors';

const NUMBER_DIGITS = String(Math.floor(SECRET_NUMBER));
/** A stack trace, or a file of the server. */
const TRACE = /\bat [\w.<>[\] ]*\(?(?:node:|file:|\/)|\bat async |\.(?:js|cjs|mjs|ts):\d+|node_modules/;

/** What no refusal and no log may hold. */
export function leak(text: string): string | undefined {
  if (text.includes(SECRET) || text.includes(NUMBER_DIGITS)) {
    return 'it holds what the client sent';
  }
  return TRACE.test(text) ? 'it holds a stack trace' : undefined;
}

/** What holds for each answer to any request. */
export function checkAny({ method }: HttpRequest, { status, headers, body }: Response): string | undefined {
  if (status >= 500 || status < 200) {
    return `status ${status}`;
  }
  if (status < 400 || method === 'HEAD') {
    return undefined;
  }
  const text = body.toString('utf8');
  return headers['content-type'] === 'application/json' ? (notRefusal(status, text) ?? leak(text)) : 'no JSON';
}

/** A refusal is JSON with a message and the code that belongs to its status. */
export function notRefusal(status: number, text: string): string | undefined {
  const { error, code } = parse(text) as { error?: unknown; code?: unknown };
  if (typeof error !== 'string' || error === '') {
    return 'a refusal without a message';
  }
  return FAULT_STATUS[code as keyof typeof FAULT_STATUS] === status ? undefined : `code ${String(code)} with ${status}`;
}

export function parse(text: string): Record<string, unknown> {
  try {
    return Object(JSON.parse(text)) as Record<string, unknown>;
  } catch {
    return {};
  }
}

export const statusIs =
  (...expected: number[]): Check<Response> =>
  ({ status }) =>
    expected.includes(status) ? undefined : `status ${status} instead of ${expected.join(' or ')}`;

export const ok =
  (check: Check<Response>): Check<Response> =>
  (response) =>
    response.status === 200 ? check(response) : `status ${response.status} instead of 200`;

/** Outputs by name, as /invocations and functions answer. */
export function outputsDiffer(answer: Record<string, unknown>, { outputs }: Sample): string | undefined {
  const got = Object(answer.outputs) as Record<string, unknown>;
  return first(outputs.map((output) => difference(got[output.name], output)));
}

/** The parts of JSON Lines, one a row. */
export function linesDiffer(lines: readonly string[], sample: Sample): string | undefined {
  const rows = lines.map((line) => Object(parse(line).outputs) as Record<string, unknown>);
  return first(
    sample.outputs.map((output) =>
      difference(
        rows.map((row) => row[output.name]),
        output,
      ),
    ),
  );
}

/** Numbers of CSV. */
export function csvDiffers(text: string, { outputs: [output] }: Sample): string | undefined {
  const fields = text
    .trimEnd()
    .split('\n')
    .flatMap((line) => line.split(','));
  return difference(
    fields.map((field) =>
      output.type === 'bool' ? field === 'true' : output.type === 'int64' ? BigInt(field) : Number(field),
    ),
    output,
  );
}

export function bytesDiffer(bytes: Buffer, { outputs: [output] }: Sample): string | undefined {
  return difference(fromBytes(output.type, bytes), output);
}

export function first(faults: readonly (string | undefined)[]): string | undefined {
  return faults.find((fault) => fault !== undefined);
}
