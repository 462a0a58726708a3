import { InferenceError } from '../errors';
import type { GraphResource } from '../graph/resource-graph';
import { FORECAST_VARIABLE } from '../scaling/forecast/configuration';
import type { Placed } from './environment-text';
import { pathBelow, withoutEnvironment } from './environment-text';

/** Between a resource and what it says. */
const PROPERTY = ': ';

/** How much there is of something, which an environment may choose. */
const AMOUNTS = new Set([
  'InitialInstanceCount',
  'MinInstanceCount',
  'MaxInstanceCount',
  'MinCapacity',
  'MaxCapacity',
  'TargetValue',
  'CopyCount',
  'MaxConcurrency',
  'ProvisionedConcurrency',
  'ProvisionedConcurrentExecutions',
  'ReservedConcurrentExecutions',
  // It follows from the number of instances.
  'MaximumExecutionTimeoutInSeconds',
]);

/** The same in what a forecast is told. */
const FORECAST_AMOUNTS = new Set(['minCapacity', 'maxCapacity', 'targetPerMinute']);

/** What says for whom it is deployed, and what stays when it goes. */
const MARKS = new Set(['Tags', 'DeletionPolicy', 'UpdateReplacePolicy']);

/** Fails unless two templates differ in account, region, names, tags, removal and scaling numbers only. */
export function checkSameButEnvironment(one: Placed, other: Placed): void {
  const differences = differencesOf(flat(one), flat(other));
  if (differences.length === 0) return;
  throw new InferenceError(
    'EnvironmentsDiffer',
    `differences that are none of the environment (${differences.length}): must be none` +
      differences.map((line) => `\n  ${line}`).join(''),
  );
}

function differencesOf(one: ReadonlyMap<string, string>, other: ReadonlyMap<string, string>): string[] {
  const isIn = (key: string) => one.has(resourceOf(key)) && other.has(resourceOf(key));
  return [...new Set([...one.keys(), ...other.keys()])]
    .filter((key) => one.get(key) !== other.get(key) && (key === resourceOf(key) || isIn(key)))
    .map((key) => `${key} (${one.get(key) ?? 'none'}): ${other.get(key) ?? 'none'} in the other`);
}

/** Of a whole resource that is missing, its properties need not be told. */
function resourceOf(key: string): string {
  return key.split(PROPERTY, 1)[0];
}

/** Every value by where it is: path below the stack, type, property. */
function flat(placed: Placed): Map<string, string> {
  const change = withoutEnvironment(placed);
  const values = new Map<string, string>();
  for (const resource of placed.graph.resources) {
    const where = `${pathBelow(placed, resource)} ${resource.type}`;
    values.set(where, 'there');
    collect(`${where}${PROPERTY}`, change(resource.properties), values);
    collect(`${where}${PROPERTY}attributes`, change(attributesOf(resource)), values);
  }
  return values;
}

/** What tools write for themselves is not deployed. */
function attributesOf({ attributes = {} }: GraphResource): Record<string, unknown> {
  return Object.fromEntries(Object.entries(attributes).filter(([name]) => !name.startsWith('aws:')));
}

function collect(where: string, value: unknown, into: Map<string, string>): void {
  if (value === undefined) return;
  if (value === null || typeof value !== 'object') {
    into.set(where, JSON.stringify(value));
    return;
  }
  for (const [key, item] of Object.entries(value)) {
    const separator = where.endsWith(PROPERTY) ? '' : '.';
    if (AMOUNTS.has(key) || MARKS.has(key)) continue;
    collect(`${where}${separator}${key}`, key === FORECAST_VARIABLE ? forecastOf(item) : item, into);
  }
}

/** A forecast is told what it needs as one text of JSON. */
function forecastOf(text: unknown): unknown {
  try {
    const settings = JSON.parse(String(text)) as Record<string, unknown>;
    return Object.fromEntries(Object.entries(settings).filter(([name]) => !FORECAST_AMOUNTS.has(name)));
  } catch {
    return text;
  }
}
