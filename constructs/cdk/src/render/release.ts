import { createHash } from 'node:crypto';
import type { CfnResource } from 'aws-cdk-lib/core';
import { Lazy } from 'aws-cdk-lib/core';

/**
 * Gives a resource a logical id of its own in every release, so that the release gets a new one: an alarm that is
 * updated keeps its state, and the old release's alarms must watch on until the new one has taken over. `release` is
 * asked at the end of the synth, when aspects and overrides have had their say.
 */
export function perRelease(resource: CfnResource, release: () => string): void {
  const lasting = resource.stack.resolve(resource.logicalId) as string;
  const hash = () => createHash('sha256').update(release()).digest('hex').slice(0, 8);
  resource.overrideLogicalId(Lazy.uncachedString({ produce: () => `${lasting}${hash()}` }));
}
