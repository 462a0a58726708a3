import { instanceFacts } from '../catalog/instances';
import { Environment } from '../contract/environment';
import type { LoadedPackage } from '../model/load';
import type { PlannedResource, Properties } from '../plan/plan';
import { ref } from '../plan/plan';

export interface ContainerSpec {
  readonly model: LoadedPackage;
  readonly image: string;
  /** `s3://bucket/key` of the archive. */
  readonly modelDataUrl: string;
  readonly environment?: Readonly<Record<string, string>>;
  readonly endpointName: string;
}

/** What runs on an instance of an endpoint. */
export function decideModel(spec: ContainerSpec, release: string, instance: Readonly<Record<string, string>>) {
  return {
    id: 'Model',
    type: 'AWS::SageMaker::Model',
    dependsOn: ['RolePolicy'],
    properties: {
      ExecutionRoleArn: ref('Role', 'Arn'),
      PrimaryContainer: container(spec, release, instance),
    },
  } satisfies PlannedResource;
}

function container(spec: ContainerSpec, release: string, instance: Readonly<Record<string, string>>): Properties {
  return {
    Image: spec.image,
    ModelDataUrl: spec.modelDataUrl,
    Environment: {
      ...instance,
      ...spec.environment,
      [Environment.MODEL_DIGEST]: spec.model.digest,
      [Environment.ENDPOINT_NAME]: spec.endpointName,
      [Environment.RELEASE]: release,
    },
  };
}

/** What the container has to know of the instance it runs on. */
export function instanceEnvironment(
  instanceType: string,
  isUnresolved: (value: unknown) => boolean,
): Record<string, string> {
  if (isUnresolved(instanceType)) return {};
  return { [Environment.DEVICE]: instanceFacts(instanceType)?.device ?? 'cpu' };
}
