import type { HostedComponent } from '@inference-constructs/core/out/graph/hosted-component';
import { componentsOf } from '@inference-constructs/core/out/graph/hosted-component';
import { instanceTypesOf } from '@inference-constructs/core/out/rules/variants/declared';
import type { DeclaredEndpoint, DeclaredScaling } from './assembly-reader';
import { alarmOf, expectedRate } from './alarms';
import { pathOf } from './construct-path';
import { declaredOf } from './declared';
import { alarmsElsewhere, alarmsOf, assetsOf, named } from './endpoints';
import type { StackContents } from './stack-contents';
import { watchedAlarms } from './watched-alarms';

type Block = Readonly<Record<string, unknown>>;

/**
 * The inference components of a stack, each as what it is to its callers: an endpoint of its own, with one variant whose instances
 * are its copies. What they share, the instances below them, is left out.
 */
export function readComponents(contents: StackContents, scaling: readonly DeclaredScaling[]): DeclaredEndpoint[] {
  return componentsOf(contents.graph).map((hosted) => readComponent(contents, hosted, scaling));
}

function readComponent(
  contents: StackContents,
  { component, endpoint, configuration, variant }: HostedComponent,
  scaling: readonly DeclaredScaling[],
): DeclaredEndpoint {
  const { names } = contents;
  const declared = declaredOf(component, contents);
  const { InferenceComponentName, EndpointName, Specification, Specifications, RuntimeConfig } = declared.properties;
  const name = names.text(InferenceComponentName ?? `@{${component.id}.Ref}`);
  // Of several specifications each is for another instance type; the first is played.
  const specification = firstOf(Specification ?? Specifications);
  const raw = firstOf(component.properties.Specification ?? component.properties.Specifications);
  const model = named(contents, 'AWS::SageMaker::Model', 'ModelName', raw.ModelName);
  const { ContainerStartupHealthCheckTimeoutInSeconds } = firstOf(specification.StartupParameters);
  const { watched, needed, notPlayed } = watchedAlarms(alarmsOf(contents, component), contents);
  return {
    ...declared,
    name: endpoint === undefined ? names.text(EndpointName) : names.text(`@{${endpoint.id}.EndpointName}`),
    component: name,
    stack: contents,
    config: configuration && declaredOf(configuration, contents),
    variants: [
      {
        name,
        properties: {
          ModelName: specification.ModelName,
          InstanceType: names.resolve(instanceTypesOf(variant ?? {})[0]).value,
          InitialInstanceCount: firstOf(RuntimeConfig).CopyCount ?? 1,
          RoutingConfig: names.resolve(variant?.RoutingConfig).value,
          ...(ContainerStartupHealthCheckTimeoutInSeconds === undefined
            ? {}
            : { ContainerStartupHealthCheckTimeoutInSeconds }),
        },
        model: model && declaredOf(model, contents),
        ...(model === undefined ? {} : assetsOf(contents, model)),
        scaling: scaling.filter(({ properties }) => properties.ResourceId === `inference-component/${name}`),
      },
    ],
    shadowVariants: [],
    deployment: declared.properties.DeploymentConfig as Block | undefined,
    alarms: watched.map((alarm) => alarmOf(alarm, contents)),
    neededAlarms: needed.map((alarm) => alarmOf(alarm, contents)),
    notPlayed: [
      ...notPlayed.map(({ resource, reason }) => ({ path: pathOf(resource), type: resource.type, reason })),
      ...alarmsElsewhere(contents, component).map((alarm) => ({
        path: declared.path,
        type: declared.type,
        reason: `alarm ${alarm} is not in the template`,
      })),
    ],
    expectedRequestsPerMinute: [...watched, ...needed].map(expectedRate).find((rate) => rate !== undefined),
  };
}

function firstOf(declared: unknown): Block {
  const first: unknown = Array.isArray(declared) ? declared[0] : declared;
  return first !== null && typeof first === 'object' ? (first as Block) : {};
}
