import { instanceFacts } from '@inference-constructs/core/out/catalog/instances';

/** How long it takes until new instances are in service, in minutes. AWS publishes no figure. */
export const ASSUMED_PROVISIONING = { cpu: 5, cuda: 7 } as const;

/** The longest of instances of these types. */
export function provisioningMinutes(instanceTypes: readonly string[]): number {
  const devices = instanceTypes.map((type) => instanceFacts(type)?.device ?? 'cpu');
  return Math.max(...devices.map((device) => ASSUMED_PROVISIONING[device]));
}
