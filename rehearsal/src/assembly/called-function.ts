import type { GraphResource } from '@inference-constructs/core/out/graph/resource-graph';
import type { CallableFunction } from './assembly-reader';
import { functionNamed, LATEST, parseFunctionName, readCallable } from './callable';
import { pathOf } from './construct-path';
import type { StackContents } from './stack-contents';

/** A function that is called by its latest code, a version or an alias. */
export interface CalledFunction {
  /** Its version is what would be executed. */
  readonly function: CallableFunction;
  /** As it is called: with its qualifier, where it was given one. */
  readonly arn: string;
}

/**
 * The function of the template that `Invoke` means by a name or ARN; a text says why it cannot be run here.
 * @param from the stack whose resource calls it: a name alone means a function of its account and region
 */
export function calledFunction(
  from: StackContents,
  stacks: readonly StackContents[],
  name: string,
  givenQualifier?: string,
): CalledFunction | string {
  const { functionName, qualifier = givenQualifier } = parseFunctionName(name);
  for (const contents of [from, ...stacks]) {
    const resource = isMeant(contents, from, name) ? functionNamed(contents, functionName) : undefined;
    if (resource === undefined) continue;
    const number = numberOf(contents, resource, qualifier ?? LATEST);
    if (number === undefined) return `${functionName}:${qualifier} is not in the template`;
    const callable = readCallable(contents, resource);
    if (typeof callable === 'string') return `${pathOf(resource)}: ${callable}`;
    const arn = contents.names.arn('lambda', `function:${callable.version.functionName}`);
    return {
      function: { ...callable, version: { ...callable.version, number } },
      arn: qualifier === undefined ? arn : `${arn}:${qualifier}`,
    };
  }
  return `function ${functionName} is not in the template`;
}

const ARN = /^(?:arn:[\w-]+:lambda:([\w-]+):)?(\d{12}):function:/;

/** Whether a name or ARN may mean a function of a stack. What of its account or region is a stand-in may be any. */
function isMeant({ stack }: StackContents, from: StackContents, name: string): boolean {
  const [, region = from.stack.region, account = from.stack.account] = ARN.exec(name) ?? [];
  const isOpen = (what: string): boolean => stack.standIns.some((standIn) => standIn.startsWith(`${what} `));
  return (region === stack.region || isOpen('region')) && (account === stack.account || isOpen('account'));
}

/** The number of the version that a qualifier means; undefined where the template does not have it. */
function numberOf(contents: StackContents, { id }: GraphResource, qualifier: string): string | undefined {
  const { graph, names } = contents;
  const isOf = (one: GraphResource): boolean => functionNamed(contents, one.properties.FunctionName)?.id === id;
  const alias = graph
    .ofType('AWS::Lambda::Alias')
    .find((one) => names.text(one.properties.Name) === qualifier && isOf(one));
  const number = alias === undefined ? qualifier : names.text(alias.properties.FunctionVersion);
  const isHere = number === names.versionNumber && graph.ofType('AWS::Lambda::Version').some(isOf);
  return number === LATEST || isHere ? number : undefined;
}
