import type { GraphResource } from '@inference-constructs/core/out/graph/resource-graph';
import { poolsOf } from '@inference-constructs/core/out/rules/variants/declared';
import { referencesIn } from '@inference-constructs/core/out/plan/plan';
import type { Asset, Declared, DeclaredEndpoint, DeclaredScaling, DeclaredVariant } from './assembly-reader';
import { alarmNamed, alarmOf, expectedRate } from './alarms';
import { pathOf } from './construct-path';
import { declaredOf } from './declared';
import { ownerOf } from './owner';
import type { StackContents } from './stack-contents';
import { watchedAlarms } from './watched-alarms';

type Block = Readonly<Record<string, unknown>>;

/** The SageMaker endpoints of a stack, with configuration, models, guardrails, alarms and scaling. */
export function readEndpoints(contents: StackContents, scaling: readonly DeclaredScaling[]): DeclaredEndpoint[] {
  return contents.graph.ofType('AWS::SageMaker::Endpoint').map((resource) => readEndpoint(contents, resource, scaling));
}

function readEndpoint(
  contents: StackContents,
  resource: GraphResource,
  scaling: readonly DeclaredScaling[],
): DeclaredEndpoint {
  const { names } = contents;
  const name = names.text(`@{${resource.id}.EndpointName}`);
  const configuration = named(
    contents,
    'AWS::SageMaker::EndpointConfig',
    'EndpointConfigName',
    resource.properties.EndpointConfigName,
  );
  const variants = (property: string): DeclaredVariant[] =>
    blocks(configuration?.properties[property]).map((variant) => readVariant(contents, variant, name, scaling));
  const declared = declaredOf(resource, contents);
  const { watched, needed, notPlayed } = watchedAlarms(alarmsOf(contents, resource), contents);
  return {
    ...declared,
    name,
    stack: contents,
    config: configuration && declaredOf(configuration, contents),
    variants: variants('ProductionVariants'),
    shadowVariants: variants('ShadowProductionVariants'),
    deployment: declared.properties.DeploymentConfig as Block | undefined,
    alarms: watched.map((alarm) => alarmOf(alarm, contents)),
    neededAlarms: needed.map((alarm) => alarmOf(alarm, contents)),
    notPlayed: [
      ...notPlayed.map(({ resource: { type }, resource, reason }) => ({ path: pathOf(resource), type, reason })),
      ...alarmsElsewhere(contents, resource).map((name) => ({
        path: declared.path,
        type: declared.type,
        reason: `alarm ${name} is not in the template`,
      })),
    ],
    expectedRequestsPerMinute: [...watched, ...needed].map(expectedRate).find((rate) => rate !== undefined),
  };
}

/** The rollback alarms that a deployment configuration names. */
export function alarmsOf({ graph, names }: StackContents, endpoint: GraphResource): GraphResource[] {
  return alarmNamesOf(endpoint).flatMap((name) => alarmNamed(name, graph, names) ?? []);
}

/** The names of those that nothing here declares: nobody knows when they ring. */
export function alarmsElsewhere({ graph, names }: StackContents, endpoint: GraphResource): string[] {
  return alarmNamesOf(endpoint).flatMap((name) =>
    alarmNamed(name, graph, names) === undefined ? [names.text(name)] : [],
  );
}

function alarmNamesOf({ properties }: GraphResource): unknown[] {
  const { AutoRollbackConfiguration } = (properties.DeploymentConfig ?? {}) as { AutoRollbackConfiguration?: Block };
  return blocks(AutoRollbackConfiguration?.Alarms).map(({ AlarmName }) => AlarmName);
}

function readVariant(
  contents: StackContents,
  variant: Block,
  endpoint: string,
  scaling: readonly DeclaredScaling[],
): DeclaredVariant {
  const { names } = contents;
  const name = names.text(variant.VariantName);
  // Of pools the first is played, with its own model where it has one.
  const [{ ModelNameOverride } = {}] = poolsOf(variant.InstancePools);
  const model = named(contents, 'AWS::SageMaker::Model', 'ModelName', ModelNameOverride ?? variant.ModelName);
  return {
    name,
    properties: names.resolve(variant).value as Block,
    model: model && declaredOf(model, contents),
    ...(model === undefined ? {} : assetsOf(contents, model)),
    scaling: scaling.filter(({ properties }) => properties.ResourceId === `endpoint/${endpoint}/variant/${name}`),
  };
}

/** What the first container of a model loads, and the folder of its image. */
export function assetsOf(
  contents: StackContents,
  model: GraphResource,
): Pick<DeclaredVariant, 'modelData' | 'imageFolder'> {
  const { assets } = ownerOf(model, contents);
  const [first] = containersOf(declaredOf(model, contents));
  const modelData = assets.ofUrl(locationOf(first)) ?? uploaded(contents, locationOf(containersOf(model)[0]));
  const imageFolder = assets.image(first?.Image);
  return { ...(modelData && { modelData }), ...(imageFolder !== undefined && { imageFolder }) };
}

/** Where the data of a container's model lie. */
export function locationOf(container: Block | undefined): unknown {
  const source = (container?.ModelDataSource as { S3DataSource?: Block } | undefined)?.S3DataSource;
  return container?.ModelDataUrl ?? source?.S3Uri;
}

/** Terraform uploads by a resource, which a location may refer to while its key is not known. */
function uploaded({ assets, graph, names }: StackContents, location: unknown): Asset | undefined {
  const objects = referencesIn(location).flatMap(({ id }) => graph.get(id) ?? []);
  const source = objects.find(({ type }) => type === 'terraform:aws_s3_object')?.properties.Source;
  return source === undefined ? undefined : assets.get(names.text(source));
}

/** The containers of a model, in the order in which they see a request. */
export function containersOf({ properties }: Pick<Declared, 'properties'>): Block[] {
  return [properties.PrimaryContainer ?? [], properties.Containers ?? []].flat() as Block[];
}

/** A resource that a property names, by reference or by name. */
export function named({ graph, names }: StackContents, type: string, property: string, value: unknown) {
  if (value === undefined) return undefined;
  const target = graph.target(value);
  if (target !== undefined) return target.type === type ? target : undefined;
  const name = names.text(value);
  return graph
    .ofType(type)
    .find(({ properties }) => properties[property] !== undefined && names.text(properties[property]) === name);
}

function blocks(value: unknown): Block[] {
  return [value ?? []].flat().filter((item): item is Block => item !== null && typeof item === 'object');
}
