import type { Properties } from '../plan/plan';
import { mapItems, mapValues } from '../plan/map-values';
import { ref } from '../plan/plan';
import { once } from './once';
import type { GraphResource } from './resource-graph';
import { ResourceGraph } from './resource-graph';

/** A resource as a template declares it. */
export interface TemplateResource {
  readonly Type: string;
  readonly Properties?: Properties;
  readonly Metadata?: Properties;
  readonly UpdatePolicy?: Properties;
  readonly DependsOn?: string | readonly string[];
  readonly DeletionPolicy?: string;
  readonly UpdateReplacePolicy?: string;
}

/** Where CDK says which construct declared a resource. */
const PATH = 'aws:cdk:path';

/** Template attributes that the graph keeps as they are. */
const ATTRIBUTES = ['UpdatePolicy', 'DeletionPolicy', 'UpdateReplacePolicy'] as const;

export interface Template {
  readonly Resources?: Readonly<Record<string, TemplateResource>>;
}

/** Reads a CloudFormation template (parsed JSON) into a resource graph. */
export function graphOfTemplate(template: Template): ResourceGraph {
  return new ResourceGraph(resourcesOf(template, resolveIntrinsics));
}

/** The resources of a template; what becomes of intrinsic functions is up to who knows more than the template. */
export function resourcesOf({ Resources = {} }: Template, evaluate: (value: unknown) => unknown): GraphResource[] {
  return Object.entries(Resources).map(([id, resource]) => normalise(id, resource, evaluate));
}

/** A resource of which no more is known than is asked for. */
export interface DeclaredResource {
  readonly id: string;
  readonly path: string;
  readonly type: string;
  /** What the template says of it. */
  readonly declared: () => TemplateResource;
}

/** The graph of resources that are rendered when a rule first looks into them. */
export function graphOfDeclared(resources: readonly DeclaredResource[]): ResourceGraph {
  return new ResourceGraph(resources.map((resource) => read(resource, resolveIntrinsics)));
}

function normalise(id: string, resource: TemplateResource, evaluate: (value: unknown) => unknown): GraphResource {
  const path = resource.Metadata?.[PATH];
  return read(
    { id, path: typeof path === 'string' ? path : id, type: resource.Type, declared: () => resource },
    evaluate,
  );
}

function read({ id, path, type, declared }: DeclaredResource, evaluate: (value: unknown) => unknown): GraphResource {
  const properties = once(() => evaluate(declared().Properties ?? {}) as Properties);
  const attributes = once(() => {
    const resource = declared();
    const { [PATH]: _path, ...metadata } = resource.Metadata ?? {};
    return {
      ...(evaluate({ ...attributesOf(resource), ...metadata }) as Properties),
      ...(resource.DependsOn === undefined ? {} : { DependsOn: [resource.DependsOn].flat().map((on) => ref(on)) }),
    };
  });
  const known = {
    id,
    path,
    type,
    get properties() {
      return properties();
    },
    get attributes() {
      return attributes();
    },
  };
  return type === 'AWS::IAM::Policy' ? rolePolicy(known) : known;
}

function attributesOf(resource: TemplateResource): Properties {
  return Object.fromEntries(ATTRIBUTES.filter((name) => name in resource).map((name) => [name, resource[name]]));
}

/** An inline policy of one role is the same thing as a role policy, which is what Terraform calls it. */
function rolePolicy(policy: GraphResource): GraphResource {
  const { Roles, ...properties } = policy.properties as { Roles?: unknown[] };
  if (Roles?.length !== 1) return policy;
  return { ...policy, type: 'AWS::IAM::RolePolicy', properties: { ...properties, RoleName: Roles[0] } };
}

/**
 * Writes intrinsic functions as references (`@{Id.Attribute}`) and pseudo parameters as `${AWS::Region}`; joins and
 * substitutions become plain strings. A function that needs more than the template (conditions, mappings, imports)
 * stays as it is.
 */
export function resolveIntrinsics(value: unknown): unknown {
  if (Array.isArray(value)) return mapItems(value, resolveIntrinsics);
  if (value === null || typeof value !== 'object') return value;
  const block = value as Record<string, unknown>;
  const [name, ...others] = Object.keys(block);
  const text = name === undefined || others.length > 0 ? undefined : intrinsic(name, block[name]);
  return text ?? mapValues(block, resolveIntrinsics);
}

function intrinsic(name: string, argument: unknown): string | undefined {
  switch (name) {
    case 'Ref':
      return typeof argument === 'string' ? reference(argument, 'Ref') : undefined;
    case 'Fn::GetAtt': {
      const parts: unknown = typeof argument === 'string' ? splitOnce(argument) : argument;
      if (!Array.isArray(parts) || !parts.every((part) => typeof part === 'string')) return undefined;
      return ref(parts[0] as string, parts[1] as string);
    }
    case 'Fn::Join': {
      if (!Array.isArray(argument)) return undefined;
      const [separator, parts] = argument as [string, unknown];
      const texts = Array.isArray(parts) ? parts.map(resolveIntrinsics) : [];
      return texts.length > 0 && texts.every((text) => typeof text !== 'object') ? texts.join(separator) : undefined;
    }
    case 'Fn::Sub':
      return substitute(argument);
    default:
      return undefined;
  }
}

function substitute(argument: unknown): string | undefined {
  const [text, variables = {}] = (Array.isArray(argument) ? argument : [argument]) as unknown[];
  if (typeof text !== 'string' || typeof variables !== 'object') return undefined;
  const known = resolveIntrinsics(variables ?? {}) as Record<string, unknown>;
  return text.replace(/\$\{([^!}][^}]*)\}/g, (_, name: string) => {
    if (name in known) return String(known[name]);
    return name.includes('.') ? ref(...(splitOnce(name) as [string, string])) : reference(name, 'Ref');
  });
}

function reference(id: string, attribute: string): string {
  return id.startsWith('AWS::') ? `\${${id}}` : ref(id, attribute);
}

function splitOnce(text: string): string[] {
  const dot = text.indexOf('.');
  return [text.slice(0, dot), text.slice(dot + 1)];
}
