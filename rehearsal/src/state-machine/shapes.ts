type Shape = readonly [test: (value: unknown) => boolean, what: string];

const text: Shape = [(value) => typeof value === 'string', 'text'];
const texts: Shape = [(value) => isList(value, (item) => typeof item === 'string'), 'a list of texts'];
const block: Shape = [isBlock, 'an object'];
const blocks: Shape = [(value) => isList(value, isBlock), 'a list of objects'];
const flag: Shape = [(value) => value === true, 'true'];
const optionalText: Shape = [(value) => value === null || typeof value === 'string', 'text or null'];
const time: Shape = [(value) => typeof value === 'string' && !Number.isNaN(Date.parse(value)), 'a time'];

/** What members of states, retriers, catchers and rules must be, wherever they stand. */
const SHAPES: Readonly<Record<string, Shape>> = {
  Type: text,
  Next: text,
  End: flag,
  Default: text,
  Resource: text,
  InputPath: optionalText,
  OutputPath: optionalText,
  ResultPath: optionalText,
  ItemsPath: text,
  SecondsPath: text,
  TimestampPath: text,
  TimeoutSecondsPath: text,
  ErrorPath: text,
  CausePath: text,
  Error: text,
  Cause: text,
  Variable: text,
  Retry: blocks,
  Catch: blocks,
  Choices: blocks,
  Branches: blocks,
  And: blocks,
  Or: blocks,
  Not: block,
  ItemProcessor: block,
  Iterator: block,
  ProcessorConfig: block,
  ErrorEquals: texts,
  Parameters: block,
  ResultSelector: block,
  ItemSelector: block,
  Timestamp: time,
  Seconds: atLeast(0),
  TimeoutSeconds: atLeast(1),
  MaxConcurrency: atLeast(0),
  IntervalSeconds: atLeast(1),
  MaxAttempts: atLeast(0),
  BackoffRate: [(value) => typeof value === 'number' && value >= 1, 'a number from 1 on'],
  MaxDelaySeconds: atLeast(1),
};

/** Members that are not what they must be, each in words. */
export function misshapen(value: object): string[] {
  return Object.entries(value)
    .filter(([name, item]) => Object.hasOwn(SHAPES, name) && !SHAPES[name][0](item))
    .map(([name]) => `${name} must be ${SHAPES[name][1]}`);
}

/** Whether a value has members. */
export function isBlock(value: unknown): value is Readonly<Record<string, unknown>> {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

function atLeast(least: number): Shape {
  return [(value) => Number.isInteger(value) && Number(value) >= least, `a whole number from ${least} on`];
}

function isList(value: unknown, test: (item: unknown) => boolean): boolean {
  return Array.isArray(value) && value.length > 0 && value.every(test);
}
