import { OPERATORS, operatorOf } from './choice';
import { textsIn } from './data';
import type { Definition, State, States } from './definition';
import { insideOf, nextOf } from './definition';
import { isIntrinsic, whyNotIntrinsic } from './intrinsics';
import { parsePath } from './json-path';
import { isBlock, misshapen } from './shapes';

type Block = Readonly<Record<string, unknown>>;

const FLOW = ['Type', 'Comment', 'QueryLanguage', 'InputPath', 'OutputPath'];
const GOES_ON = ['Next', 'End'];
const WORKS = ['Parameters', 'ResultSelector', 'ResultPath', 'Retry', 'Catch'];

/** What of each type of state is played; everything else is refused by name. */
const FIELDS: Readonly<Record<string, readonly string[]>> = {
  Pass: [...FLOW, ...GOES_ON, 'Result', 'ResultPath', 'Parameters'],
  Task: [...FLOW, ...GOES_ON, ...WORKS, 'Resource', 'TimeoutSeconds', 'TimeoutSecondsPath'],
  Choice: [...FLOW, 'Choices', 'Default'],
  Wait: [...FLOW, ...GOES_ON, 'Seconds', 'SecondsPath', 'Timestamp', 'TimestampPath'],
  Succeed: FLOW,
  Fail: ['Type', 'Comment', 'QueryLanguage', 'Error', 'ErrorPath', 'Cause', 'CausePath'],
  Parallel: [...FLOW, ...GOES_ON, ...WORKS, 'Branches'],
  Map: [...FLOW, ...GOES_ON, ...WORKS, 'ItemsPath', 'ItemSelector', 'ItemProcessor', 'Iterator', 'MaxConcurrency'],
};
const MACHINE = ['Comment', 'QueryLanguage', 'StartAt', 'States', 'TimeoutSeconds', 'Version'];
const BRANCH = ['Comment', 'StartAt', 'States', 'ProcessorConfig'];
const RETRIER = [
  'ErrorEquals',
  'IntervalSeconds',
  'MaxAttempts',
  'BackoffRate',
  'MaxDelaySeconds',
  'JitterStrategy',
  'Comment',
];
const CATCHER = ['ErrorEquals', 'Next', 'ResultPath', 'Comment'];

/** Of each of these, one must be there. */
const NEEDED: Readonly<Record<string, readonly string[]>> = {
  Task: ['Resource'],
  Choice: ['Choices'],
  Wait: ['Seconds', 'SecondsPath', 'Timestamp', 'TimestampPath'],
  Parallel: ['Branches'],
  Map: ['ItemProcessor', 'Iterator'],
};

const REFERENCE_PATHS = ['ResultPath'];
const PATHS = ['InputPath', 'OutputPath', 'ItemsPath', 'SecondsPath', 'TimestampPath', 'TimeoutSecondsPath'];
const PATHS_OR_CALLS = ['ErrorPath', 'CausePath'];
const TEMPLATES = ['Parameters', 'ResultSelector', 'ItemSelector'];

/** Why a definition cannot be played, in words, each with the state it is about; empty where it can. */
export function refusalsOf(definition: Definition): string[] {
  if (definition.QueryLanguage === 'JSONata') return ['QueryLanguage JSONata is not played: only JSONPath is'];
  return [...misshapen(definition), ...unknown(definition, MACHINE), ...refusalsIn(definition)];
}

function refusalsIn(states: States): string[] {
  const { StartAt, States: all } = states;
  if (!isBlock(all)) return ['States is missing'];
  if (!Object.hasOwn(all, String(StartAt))) return [`StartAt ${String(StartAt)} is no state`];
  return Object.entries(all).flatMap(([name, state]) => refusalsOfState(name, state, Object.keys(all)));
}

function refusalsOfState(name: string, state: State, siblings: readonly string[]): string[] {
  const tell = (what: string): string => `state ${name}: ${what}`;
  if (!isBlock(state)) return [tell('is no object')];
  const { Type, QueryLanguage } = state;
  if (QueryLanguage === 'JSONata') return [tell('QueryLanguage JSONata is not played: only JSONPath is')];
  if (!Object.hasOwn(FIELDS, String(Type))) return [tell(`Type ${String(Type)} is not known`)];
  const wrong = [state, ...list(state.Retry), ...list(state.Catch)].flatMap(misshapen);
  if (wrong.length > 0) return wrong.map(tell);
  const own = [
    ...unknown(state, FIELDS[Type]),
    ...nextOf(state)
      .filter((next) => !siblings.includes(next))
      .map((next) => `Next ${next} is no state`),
    ...missing(state, NEEDED[Type]),
    ...whyEndless(state),
    ...list(state.Retry).flatMap((retrier) =>
      [...missing(retrier, ['ErrorEquals']), ...unknown(retrier, RETRIER)].map((what) => `Retry: ${what}`),
    ),
    ...list(state.Catch).flatMap((catcher) => [
      ...[...missing(catcher, ['ErrorEquals']), ...missing(catcher, ['Next']), ...unknown(catcher, CATCHER)].map(
        (what) => `Catch: ${what}`,
      ),
      ...whyPath(catcher.ResultPath, true),
    ]),
    ...pathsOf(state),
    ...list(state.Choices).flatMap((rule) => whyRule(rule, true)),
    ...whyInside(state),
  ];
  return [...own.map(tell), ...insideOf(state).flatMap(refusalsIn)];
}

/** A state that goes on says where, or that it is the last. */
function whyEndless(state: State): string[] {
  const { Type, Next, End } = state;
  if (['Choice', 'Succeed', 'Fail'].includes(Type)) return [];
  return typeof Next === 'string' || End === true ? [] : ['neither Next nor End'];
}

function pathsOf(state: State): string[] {
  return [
    ...PATHS.flatMap((field) => whyPath(state[field], false)),
    ...REFERENCE_PATHS.flatMap((field) => whyPath(state[field], true)),
    ...PATHS_OR_CALLS.flatMap((field) => whyText(state[field])),
    ...TEMPLATES.flatMap((field) => textsIn(state[field]).flatMap(whyText)),
  ];
}

function whyRule(rule: Block, isOuter: boolean): string[] {
  const wrong = misshapen(rule);
  if (wrong.length > 0) return wrong;
  const { And, Or, Not, Variable } = rule;
  if (isOuter && rule.Next === undefined) return ['Choices: Next is missing'];
  const inner = [...list(And), ...list(Or), ...(Not === undefined ? [] : [Not as Block])];
  if (inner.length > 0) {
    return [...unknown(rule, ['And', 'Or', 'Not', 'Next', 'Comment']), ...inner.flatMap((one) => whyRule(one, false))];
  }
  const operator = operatorOf(rule);
  if (operator === '') {
    const names = Object.keys(rule).filter((name) => !['Variable', 'Next', 'Comment'].includes(name));
    return [`Choices: comparison ${names.join(', ')} is not known`];
  }
  return [
    ...unknown(rule, ['Variable', 'Comment', ...(isOuter ? ['Next'] : []), ...OPERATORS]),
    ...whyPath(Variable, false),
    ...(operator.endsWith('Path') ? whyPath(rule[operator], false) : []),
  ];
}

function whyInside(state: State): string[] {
  if (state.Type !== 'Map' && state.Type !== 'Parallel') return [];
  return insideOf(state).flatMap((branch) => {
    const wrong = misshapen(branch);
    if (wrong.length > 0) return wrong;
    const { ProcessorConfig } = branch as { ProcessorConfig?: { Mode?: unknown } };
    const mode = ProcessorConfig?.Mode ?? 'INLINE';
    return mode === 'INLINE' ? unknown(branch, BRANCH) : [`a Map state of mode ${JSON.stringify(mode)} is not played`];
  });
}

function whyText(text: unknown): string[] {
  if (typeof text !== 'string') return [];
  if (!isIntrinsic(text)) return whyPath(text, false);
  const why = whyNotIntrinsic(text);
  return why === undefined ? [] : [`intrinsic function ${why}`];
}

function whyPath(path: unknown, isReference: boolean): string[] {
  if (path === undefined || path === null) return [];
  const text = String(path);
  const parsed = parsePath(text.startsWith('$$') && !isReference ? text.slice(1) : text);
  return parsed === undefined || (isReference && !parsed.isDefinite) ? [`path ${text} is not played`] : [];
}

function unknown(block: object, known: readonly string[]): string[] {
  return Object.keys(block)
    .filter((name) => !known.includes(name))
    .map((name) => `${name} is not played`);
}

/** Names of which none is there. */
function missing(block: object, names: readonly string[] = []): string[] {
  return names.length === 0 || names.some((name) => Object.hasOwn(block, name))
    ? []
    : [`${names.join(' or ')} is missing`];
}

function list(value: unknown): Block[] {
  return Array.isArray(value) ? (value as unknown[]).filter(isBlock) : [];
}
