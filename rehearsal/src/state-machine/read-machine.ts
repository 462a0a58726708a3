import { readFileSync } from 'node:fs';
import type { GraphResource } from '@inference-constructs/core/out/graph/resource-graph';
import { pathOf } from '../assembly/construct-path';
import type { StackContents } from '../assembly/stack-contents';
import type { Definition } from './definition';
import { refusalsOf } from './refusals';

type Block = Readonly<Record<string, unknown>>;

/** CloudFormation type of a state machine. */
export const STATE_MACHINE = 'AWS::StepFunctions::StateMachine';

/** A state machine of an assembly that can be played. */
export interface Machine {
  /** Construct path. */
  readonly path: string;
  readonly resource: GraphResource;
  readonly stack: StackContents;
  readonly definition: Definition;
  readonly isExpress: boolean;
  /** What of the definition only AWS knows, for which something stands in. */
  readonly standIns: readonly string[];
}

/** Reads a state machine; a text says why it cannot be played. */
export function readMachine(resource: GraphResource, stack: StackContents): Machine | string {
  const { properties } = resource;
  const { DefinitionString, Definition, DefinitionSubstitutions, DefinitionS3Location } = properties;
  const { value, standIns } = stack.names.resolve({ DefinitionString, Definition, DefinitionSubstitutions });
  const resolved = value as Block;
  const text = textOf(resolved.DefinitionString ?? resolved.Definition) ?? staged(DefinitionS3Location, stack);
  if (text === undefined) return 'its definition is not in the assembly';
  const definition = parsed(substituted(text, (resolved.DefinitionSubstitutions ?? {}) as Block));
  if (definition === undefined) return 'its definition is no JSON';
  const refusals = refusalsOf(definition);
  if (refusals.length > 0) return refusals.join('; ');
  const isExpress = properties.StateMachineType === 'EXPRESS';
  return { path: pathOf(resource), resource, stack, definition, isExpress, standIns };
}

function textOf(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  return value === undefined || value === null ? undefined : JSON.stringify(value);
}

/** A definition in a file of its own. */
function staged(location: unknown, { assets, names }: StackContents): string | undefined {
  const { Key } = (location ?? {}) as { Key?: unknown };
  const asset = Key === undefined ? undefined : assets.get(names.text(Key));
  return asset === undefined ? undefined : readFileSync(asset.path, 'utf8');
}

/** `${name}` stands for what the template gives the name. */
function substituted(text: string, values: Block): string {
  return text.replace(/\$\{([^}]+)\}/g, (whole, name: string) =>
    Object.hasOwn(values, name) ? JSON.stringify(String(values[name])).slice(1, -1) : whole,
  );
}

function parsed(text: string): Definition | undefined {
  try {
    const read = JSON.parse(text) as unknown;
    return read !== null && typeof read === 'object' ? (read as Definition) : undefined;
  } catch {
    return undefined;
  }
}
