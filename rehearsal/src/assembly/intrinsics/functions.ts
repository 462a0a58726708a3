import { cidrBlocks } from './cidr';
import { condition, CONDITION_FUNCTIONS } from './conditions';
import { isOpen, isScalar } from './open';
import type { Scope } from './scope';
import { NO_VALUE, UNKNOWN } from './scope';
import { splitOnce } from './split-once';
import { substitute } from './sub';

type Evaluate = (value: unknown) => unknown;
/** Gets its argument as it is written, and evaluates what of it it needs. */
export type IntrinsicFunction = (argument: unknown, scope: Scope, evaluate: Evaluate) => unknown;

/** A function of evaluated arguments. */
function strict(call: (argument: unknown, scope: Scope) => unknown): IntrinsicFunction {
  return (argument, scope, evaluate) => call(evaluate(argument), scope);
}

/** A function that needs to know the content of its arguments. */
function closed(call: (argument: unknown, scope: Scope) => unknown): IntrinsicFunction {
  return strict((argument, scope) => (isOpen(argument) ? UNKNOWN : call(argument, scope)));
}

export const FUNCTIONS: ReadonlyMap<string, IntrinsicFunction> = new Map<string, IntrinsicFunction>([
  [
    'Ref',
    (id, scope) => (id === 'AWS::NoValue' ? NO_VALUE : typeof id === 'string' ? scope.reference(id, 'Ref') : UNKNOWN),
  ],
  ['Fn::GetAtt', getAtt],
  ['Fn::Sub', substitute],
  ['Fn::Join', strict(join)],
  ['Fn::Select', strict(select)],
  ['Fn::Split', strict(split)],
  ['Fn::If', choose],
  ['Fn::FindInMap', findInMap],
  ['Fn::ImportValue', closed((name, scope) => (isScalar(name) ? scope.imported(String(name)) : UNKNOWN))],
  ['Fn::Base64', closed((text) => (isScalar(text) ? Buffer.from(String(text)).toString('base64') : UNKNOWN))],
  ['Fn::GetAZs', closed((region, scope) => (typeof region === 'string' ? scope.zones(region) : UNKNOWN))],
  ['Fn::Cidr', closed((argument) => (Array.isArray(argument) ? (cidrBlocks(argument) ?? UNKNOWN) : UNKNOWN))],
  ['Fn::Length', strict((list) => (Array.isArray(list) ? list.length : UNKNOWN))],
  ['Fn::ToJsonString', closed((value) => JSON.stringify(value) ?? UNKNOWN)],
  ...CONDITION_FUNCTIONS.map((name): [string, IntrinsicFunction] => [
    name,
    (argument, scope, evaluate) => condition({ [name]: argument }, scope, evaluate) ?? UNKNOWN,
  ]),
]);

function getAtt(argument: unknown, scope: Scope, evaluate: Evaluate): unknown {
  const parts = typeof argument === 'string' ? splitOnce(argument) : argument;
  if (!Array.isArray(parts) || parts.length !== 2) return UNKNOWN;
  const attribute = evaluate(parts[1]);
  return typeof parts[0] === 'string' && typeof attribute === 'string' && attribute !== '' && !isOpen(attribute)
    ? scope.reference(parts[0], attribute)
    : UNKNOWN;
}

function join(argument: unknown): unknown {
  if (!Array.isArray(argument)) return UNKNOWN;
  const [separator, parts] = argument as unknown[];
  if (typeof separator !== 'string' || !Array.isArray(parts) || !parts.every(isScalar)) return UNKNOWN;
  return parts.map(String).join(separator);
}

function select(argument: unknown): unknown {
  if (!Array.isArray(argument)) return UNKNOWN;
  const [index, list] = argument as unknown[];
  if (!isScalar(index) || !/^\d+$/.test(String(index)) || !Array.isArray(list)) return UNKNOWN;
  const item: unknown = list[Number(index)];
  return item ?? UNKNOWN;
}

function split(argument: unknown): unknown {
  if (!Array.isArray(argument)) return UNKNOWN;
  const [separator, text] = argument as unknown[];
  if (typeof separator !== 'string' || separator === '' || !isScalar(text) || isOpen(text)) return UNKNOWN;
  return String(text).split(separator);
}

/** The branch that is not taken is not looked at: it may refer to what is not there. */
function choose(argument: unknown, scope: Scope, evaluate: Evaluate): unknown {
  if (!Array.isArray(argument) || argument.length !== 3) return UNKNOWN;
  const [name, yes, no] = argument as unknown[];
  const holds = typeof name === 'string' ? scope.condition(name) : condition(name, scope, evaluate);
  return holds === undefined ? UNKNOWN : evaluate(holds ? yes : no);
}

function findInMap(argument: unknown, scope: Scope, evaluate: Evaluate): unknown {
  if (!Array.isArray(argument)) return UNKNOWN;
  const [map, first, second, options] = argument.map(evaluate);
  if (![map, first, second].every((key) => isScalar(key) && !isOpen(key))) return UNKNOWN;
  const found = scope.mapping(String(map))?.[String(first)]?.[String(second)];
  if (found !== undefined) return evaluate(found);
  const { DefaultValue } = (options ?? {}) as { DefaultValue?: unknown };
  return DefaultValue ?? UNKNOWN;
}
