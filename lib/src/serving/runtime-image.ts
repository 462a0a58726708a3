import { instanceFacts } from '../catalog/instances';
import { InferenceError } from '../errors';

export interface RuntimeImage {
  readonly dockerfile: string;
  readonly platform: 'linux/amd64' | 'linux/arm64';
}

/** How the image of the runtime is built for an instance type. */
export function runtimeImage(instanceType: string, isUnresolved: (value: unknown) => boolean): RuntimeImage {
  if (isUnresolved(instanceType)) {
    throw new InferenceError(
      'ImageUnknown',
      'instance type (a token): must be known at synth to build the image for its processor. ' +
        'pass a literal, or a container of another ServingContainer',
    );
  }
  const facts = instanceFacts(instanceType);
  return {
    dockerfile: facts?.device === 'cuda' ? 'Dockerfile.gpu' : 'Dockerfile',
    platform: facts?.architecture === 'arm64' ? 'linux/arm64' : 'linux/amd64',
  };
}
