import { InferenceError } from '@inference-constructs/core/out/errors';
import { readJson } from '../json-file';

type Block = Readonly<Record<string, unknown>>;

/** A template as CloudFormation takes it, before anything is evaluated. */
export interface Template {
  readonly Parameters: Readonly<Record<string, { readonly Type?: unknown; readonly Default?: unknown }>>;
  readonly Mappings: Block;
  readonly Conditions: Block;
  readonly Outputs: Readonly<Record<string, Block>>;
  readonly Resources: Readonly<Record<string, TemplateResource>>;
  readonly Transform?: unknown;
  /** Keys of `Resources` that are loops of a language extension. */
  readonly loops: readonly string[];
}

export interface TemplateResource {
  readonly Type: string;
  readonly Properties?: Block;
  readonly Condition?: unknown;
  readonly DependsOn?: unknown;
  readonly Metadata?: Block;
}

/** Reads a template, and refuses one that is none. */
export function readTemplate(file: string): Template {
  const template = readJson<unknown>(file);
  if (!isBlock(template)) throw invalid(file, 'the template', 'an object');
  const section = (name: string): Block => {
    const value = template[name] ?? {};
    if (!isBlock(value)) throw invalid(file, name, 'an object');
    return value;
  };
  const resources = Object.entries(section('Resources'));
  const isLoop = ([id]: [string, unknown]): boolean => id.startsWith('Fn::ForEach::');
  return {
    Parameters: Object.fromEntries(
      Object.entries(section('Parameters')).filter(([, value]) => isBlock(value)),
    ) as Template['Parameters'],
    Mappings: section('Mappings'),
    Conditions: section('Conditions'),
    Outputs: Object.fromEntries(
      Object.entries(section('Outputs')).filter(([, value]) => isBlock(value)),
    ) as Template['Outputs'],
    Resources: Object.fromEntries(
      resources.filter((entry) => !isLoop(entry)).map(([id, resource]) => [id, checked(file, id, resource)]),
    ),
    Transform: template.Transform,
    loops: resources.filter(isLoop).map(([id]) => id),
  };
}

function checked(file: string, id: string, resource: unknown): TemplateResource {
  if (!isBlock(resource)) throw invalid(file, `Resources.${id}`, 'an object');
  if (typeof resource.Type !== 'string') throw invalid(file, `Resources.${id}.Type`, 'text');
  for (const name of ['Properties', 'Metadata', 'UpdatePolicy']) {
    if (resource[name] !== undefined && !isBlock(resource[name])) {
      throw invalid(file, `Resources.${id}.${name}`, 'an object');
    }
  }
  return resource as unknown as TemplateResource;
}

function invalid(file: string, what: string, wanted: string): InferenceError {
  return new InferenceError('TemplateInvalid', `${file} (${what}): must be ${wanted}. mend the template`);
}

function isBlock(value: unknown): value is Block {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}
