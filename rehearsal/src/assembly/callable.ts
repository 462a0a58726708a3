import type { GraphResource } from '@inference-constructs/core/out/graph/resource-graph';
import type { CallableFunction } from './assembly-reader';
import { pathOf } from './construct-path';
import { idOf } from './declared';
import { readFunctionVersion } from './function-version';
import type { StackContents } from './stack-contents';

const FUNCTION = 'AWS::Lambda::Function';
const OF_A_FUNCTION = ['AWS::Lambda::Alias', 'AWS::Lambda::Version'];

/** What Lambda calls the code that no version was made of. */
export const LATEST = '$LATEST';

/** A function as it can be run here; a text says why it cannot. */
export function readCallable(contents: StackContents, resource: GraphResource): CallableFunction | string {
  const version = readFunctionVersion(contents, resource, resource, LATEST);
  return typeof version === 'string' ? version : { id: idOf(resource, contents), path: pathOf(resource), version };
}

/** The function that a name, an ARN or a reference to it, its version or its alias means; undefined where it is not here. */
export function functionNamed(contents: StackContents, value: unknown): GraphResource | undefined {
  const { graph, names } = contents;
  const target = graph.target(value);
  if (target?.type === FUNCTION) return target;
  if (target !== undefined && OF_A_FUNCTION.includes(target.type)) {
    return functionNamed(contents, target.properties.FunctionName);
  }
  const { functionName } = parseFunctionName(names.text(value));
  return graph.ofType(FUNCTION).find(({ id }) => names.text(`@{${id}.Ref}`) === functionName);
}

/** Name and qualifier of what `Invoke` takes: a name, a partial or a whole ARN, each with a qualifier or without. */
export function parseFunctionName(text: string): { readonly functionName: string; readonly qualifier?: string } {
  const parts = text.split(':');
  const at = parts.indexOf('function');
  const [functionName, qualifier] = at < 0 ? parts : parts.slice(at + 1);
  return qualifier === undefined ? { functionName } : { functionName, qualifier };
}
