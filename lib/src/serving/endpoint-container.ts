import { instanceFacts } from '../catalog/instances';
import { ModelNote } from '../contract/annotation';
import { Environment } from '../contract/environment';
import { given } from '../plan/given';
import type { PlannedResource, Properties } from '../plan/plan';
import { ref } from '../plan/plan';
import type { NetworkSpec } from './endpoint-network';
import { networkProperties } from './endpoint-network';
import type { ModelData, ServedModel } from './served-model';

export interface ContainerSpec extends ModelData {
  readonly model: ServedModel;
  readonly image: string;
  readonly environment?: Readonly<Record<string, string>>;
  readonly endpointName: string;
  readonly network?: NetworkSpec;
  readonly networkIsolation?: boolean;
}

/** What runs on an instance of an endpoint. */
export function decideModel(
  spec: ContainerSpec,
  release: string,
  instance: Readonly<Record<string, string>>,
  id = 'Model',
): PlannedResource {
  const resource = modelResource(id, spec, {
    ...source(spec),
    Environment: {
      ...instance,
      ...spec.environment,
      [Environment.MODEL_DIGEST]: spec.model.digest,
      [Environment.ENDPOINT_NAME]: spec.endpointName,
      [Environment.RELEASE]: release,
    },
  });
  return { ...resource, ...modelNote(spec.model) };
}

/** What rules on the start of a model go by, where it is known. */
function modelNote({ bytes, bench }: ServedModel): Pick<PlannedResource, 'annotation'> {
  const note = given({ [ModelNote.BYTES]: bytes, [ModelNote.START_MILLISECONDS]: bench?.startMilliseconds });
  return Object.keys(note).length === 0 ? {} : { annotation: note };
}

/** A model made of one container, on the role of its endpoint. */
export function modelResource(
  id: string,
  spec: Pick<ContainerSpec, 'network' | 'networkIsolation'>,
  container: Properties,
): PlannedResource {
  return {
    id,
    type: 'AWS::SageMaker::Model',
    dependsOn: ['RolePolicy'],
    properties: {
      ExecutionRoleArn: ref('Role', 'Arn'),
      PrimaryContainer: container,
      ...networkProperties(spec.network, spec.networkIsolation),
    },
  };
}

function source(spec: ContainerSpec): Properties {
  if (spec.registryArn !== undefined) return { ModelPackageName: spec.registryArn };
  if (spec.modelDataIsPrefix !== true) return { Image: spec.image, ModelDataUrl: spec.modelDataUrl };
  const files = { S3Uri: spec.modelDataUrl, S3DataType: 'S3Prefix', CompressionType: 'None' };
  return { Image: spec.image, ModelDataSource: { S3DataSource: files } };
}

/** What the container has to know of the instance it runs on. */
export function instanceEnvironment(
  instanceType: string,
  isUnresolved: (value: unknown) => boolean,
): Record<string, string> {
  if (isUnresolved(instanceType)) return {};
  return { [Environment.DEVICE]: instanceFacts(instanceType)?.device ?? 'cpu' };
}
