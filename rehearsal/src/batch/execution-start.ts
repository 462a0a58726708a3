import { readFileSync } from 'node:fs';
import { InferenceError } from '@inference-constructs/core/out/errors';
import type { Machine } from '../state-machine/read-machine';

/** When every execution begins. */
export const BEGINS = '2026-01-01T00:00:00.000Z';
/** As AWS makes them up. */
const NAME = '00000000-0000-4000-8000-000000000000';
const NAMES = /^[\w.+!@()='-]{1,80}$/;

/** The name of an execution; throws an InferenceError where Step Functions would refuse it. */
export function executionName(given = NAME): string {
  if (NAMES.test(given)) return given;
  throw new InferenceError(
    'OptionInvalid',
    `execution name (${given}): 1 to 80 letters, digits, hyphens and underscores. choose such a value`,
  );
}

/** What an execution begins with: the JSON of a file, `{}` without one. */
export function executionInput(file: string | undefined): unknown {
  if (file === undefined) return {};
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as unknown;
  } catch (error) {
    const reason = error instanceof SyntaxError ? 'not JSON' : ((error as NodeJS.ErrnoException).code ?? 'unreadable');
    throw new InferenceError('ExecutionInputUnreadable', `${file} (${reason}): a JSON document. choose such a file`);
  }
}

/** The context object, as far as an execution decides it. */
export function contextOf(
  { stack: { names }, resource }: Machine,
  name: string,
  input: unknown,
): Record<string, unknown> {
  const machine = names.text(resource.properties.StateMachineName ?? `${names.stack.name}-${resource.id}`);
  return {
    Execution: {
      Id: names.arn('states', `execution:${machine}:${name}`),
      Name: name,
      Input: input,
      RoleArn: names.text(resource.properties.RoleArn ?? ''),
      StartTime: BEGINS,
    },
    StateMachine: { Id: names.arn('states', `stateMachine:${machine}`), Name: machine },
  };
}
