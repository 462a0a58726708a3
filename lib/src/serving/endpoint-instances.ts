import { withoutVolume } from '../catalog/local-storage';
import { InferenceError } from '../errors';
import type { Properties } from '../plan/plan';

/** What the instances of an endpoint are given, whatever they serve. */
export interface InstancesSpec {
  readonly volumeSizeGib?: number;
  /** Key of the volumes, as SageMaker takes it: an id, an alias or an ARN. */
  readonly volumeKey?: string;
  /** The image that the instances start from: which drivers there are. */
  readonly inferenceAmiVersion?: string;
  readonly routingStrategy?: string;
}

/** SageMaker: GiB of a volume. */
const VOLUME_GIB = [1, 512] as const;

export function checkVolumes(
  { volumeSizeGib, volumeKey }: InstancesSpec,
  instanceTypes: readonly string[],
  isUnresolved: (value: unknown) => boolean,
): void {
  const withDisks = withoutVolume(instanceTypes.filter((type) => !isUnresolved(type)));
  if (volumeSizeGib !== undefined) {
    if (withDisks !== undefined) throw onLocalStorage('volume size', withDisks, 'which are all there is');
    const [least, most] = VOLUME_GIB;
    const isWhole = Number.isInteger(volumeSizeGib) && volumeSizeGib >= least && volumeSizeGib <= most;
    if (!isUnresolved(volumeSizeGib) && !isWhole) {
      throw new InferenceError(
        'VolumeSizeOutOfRange',
        `volume size (${volumeSizeGib} GiB): whole GiB from ${least} to ${most}. choose a size in that range`,
      );
    }
  }
  if (volumeKey !== undefined && withDisks !== undefined) {
    throw onLocalStorage('key of the volumes', withDisks, 'which it encrypts by itself');
  }
}

function onLocalStorage(what: string, instanceType: string, why: string): InferenceError {
  return new InferenceError(
    'VolumeUnsupported',
    `${what} (on ${instanceType}): not on an instance type with disks of its own, ${why}. leave it out, or choose a type without disks`,
  );
}

/** What stands in every variant. */
export function instancesProperties(spec: InstancesSpec): Properties {
  const { volumeSizeGib, inferenceAmiVersion, routingStrategy } = spec;
  return {
    ...(volumeSizeGib === undefined ? {} : { VolumeSizeInGB: volumeSizeGib }),
    ...(inferenceAmiVersion === undefined ? {} : { InferenceAmiVersion: inferenceAmiVersion }),
    ...(routingStrategy === undefined ? {} : { RoutingConfig: { RoutingStrategy: routingStrategy } }),
  };
}

/** What stands in the configuration, for all variants. */
export function volumeProperties({ volumeKey }: InstancesSpec): Properties {
  return volumeKey === undefined ? {} : { KmsKeyId: volumeKey };
}
