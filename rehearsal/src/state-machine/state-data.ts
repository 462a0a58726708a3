import type { Data } from './data';
import { fillTemplate, valueAt } from './data';
import type { State } from './definition';
import type { JsonPath } from './json-path';
import { parsePath, withValue } from './json-path';
import { StateError } from './state-error';

/** What a state works on: its input at `InputPath`. */
export function effectiveInput({ InputPath }: Pick<State, 'InputPath'>, data: Data): Data {
  if (InputPath === undefined) return data;
  return { ...data, input: InputPath === null ? {} : valueAt(String(InputPath), data) };
}

/** What a state asks for: its `Parameters` filled in, else its whole input. */
export function parametersOf({ Parameters }: Pick<State, 'Parameters'>, data: Data): unknown {
  return Parameters === undefined ? data.input : fillTemplate(Parameters, data);
}

/** What a state hands on of a result: selected, put into its input, and cut out. */
export function afterState(
  state: { readonly ResultSelector?: unknown; readonly ResultPath?: unknown; readonly OutputPath?: unknown },
  result: unknown,
  data: Data,
): unknown {
  const { ResultSelector, ResultPath, OutputPath } = state;
  const selected = ResultSelector === undefined ? result : fillTemplate(ResultSelector, { ...data, input: result });
  const output = placed(selected, ResultPath, data.input);
  if (OutputPath === undefined) return output;
  return OutputPath === null ? {} : valueAt(String(OutputPath), { ...data, input: output });
}

function placed(result: unknown, path: unknown, input: unknown): unknown {
  if (path === null) return input;
  if (path === undefined) return result;
  const output = withValue(input, parsePath(String(path)) as JsonPath, result);
  if (output === undefined) {
    throw new StateError('States.ResultPathMatchFailure', `the result cannot be put at ${String(path)} of the input`);
  }
  return output;
}
