import type { GraphResource } from '@inference-constructs/core/out/graph/resource-graph';
import type { Declared, DeclaredEndpoint, DeclaredScaling, DeclaredVariant } from './assembly-reader';
import { alarmNamed, alarmOf, expectedRate } from './alarms';
import { declaredOf } from './declared';
import type { StackContents } from './stack-contents';

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
  const watching = alarmsOf(contents, resource);
  return {
    ...declared,
    name,
    stack: contents,
    config: configuration && declaredOf(configuration, contents),
    variants: variants('ProductionVariants'),
    shadowVariants: variants('ShadowProductionVariants'),
    deployment: declared.properties.DeploymentConfig as Block | undefined,
    alarms: watching.map((alarm) => alarmOf(alarm, contents)),
    expectedRequestsPerMinute: watching.map(expectedRate).find((rate) => rate !== undefined),
  };
}

function alarmsOf({ graph, names }: StackContents, { properties }: GraphResource): GraphResource[] {
  const { AutoRollbackConfiguration } = (properties.DeploymentConfig ?? {}) as { AutoRollbackConfiguration?: Block };
  return blocks(AutoRollbackConfiguration?.Alarms).flatMap(
    ({ AlarmName }) => alarmNamed(AlarmName, graph, names) ?? [],
  );
}

function readVariant(
  contents: StackContents,
  variant: Block,
  endpoint: string,
  scaling: readonly DeclaredScaling[],
): DeclaredVariant {
  const { names } = contents;
  const name = names.text(variant.VariantName);
  const model = named(contents, 'AWS::SageMaker::Model', 'ModelName', variant.ModelName);
  return {
    name,
    properties: names.resolve(variant).value as Block,
    model: model && declaredOf(model, contents),
    ...(model === undefined ? {} : assetsOf(contents, declaredOf(model, contents))),
    scaling: scaling.filter(({ properties }) => properties.ResourceId === `endpoint/${endpoint}/variant/${name}`),
  };
}

function assetsOf({ assets }: StackContents, model: Declared): Pick<DeclaredVariant, 'modelData' | 'imageFolder'> {
  const [first] = containersOf(model);
  const source = (first?.ModelDataSource as { S3DataSource?: Block } | undefined)?.S3DataSource;
  const modelData = assets.ofUrl(first?.ModelDataUrl ?? source?.S3Uri);
  const imageFolder = assets.image(first?.Image);
  return { ...(modelData && { modelData }), ...(imageFolder !== undefined && { imageFolder }) };
}

/** The containers of a model, in the order in which they see a request. */
export function containersOf({ properties }: Declared): Block[] {
  return [properties.PrimaryContainer ?? [], properties.Containers ?? []].flat() as Block[];
}

/** A resource that a property names, by reference or by name. */
function named({ graph, names }: StackContents, type: string, property: string, value: unknown) {
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
