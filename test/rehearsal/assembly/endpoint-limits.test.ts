import { whyNotPlayed } from '@inference-constructs/rehearsal/assembly/endpoint-limits';
import { endpoint, read } from '../analysis/support/declared';

/** One variant whose model data are no asset: the last of the reasons that it can have. */
function why(properties: Record<string, unknown>): string | undefined {
  const resources = endpoint();
  const [variant] = resources.Config.Properties.ProductionVariants as Record<string, unknown>[];
  Object.assign(variant, properties);
  return whyNotPlayed(read(resources).endpoints[0]);
}

const UNREACHABLE = 'its container has no model data, and what is in its image is not known here';

test.each<[Record<string, unknown>, string]>([
  [{}, UNREACHABLE],
  [{ InitialInstanceCount: '2', InitialVariantWeight: 0 }, UNREACHABLE],
  [{ InitialInstanceCount: 'ten' }, 'InitialInstanceCount ("ten") is no number from 1 on'],
  [{ InitialInstanceCount: 0 }, 'InitialInstanceCount (0) is no number from 1 on'],
  [{ InitialVariantWeight: -1 }, 'InitialVariantWeight (-1) is no number from 0 on'],
  [
    { ContainerStartupHealthCheckTimeoutInSeconds: {} },
    'ContainerStartupHealthCheckTimeoutInSeconds ({}) is no number from 1 on',
  ],
  [{ ServerlessConfig: {} }, 'MemorySizeInMB (undefined) is no number from 1 on'],
  [
    { ServerlessConfig: { MemorySizeInMB: 2048, MaxConcurrency: 'ten' } },
    'MaxConcurrency ("ten") is no number from 1 on',
  ],
  [{ ServerlessConfig: { MemorySizeInMB: 2048, MaxConcurrency: 5 } }, UNREACHABLE],
  [{ InstanceType: undefined, InstancePools: [] }, 'its instance pools are not in the template'],
  [
    { ModelName: undefined },
    'it hosts inference components, which are played by themselves; its instances and what scales them are not',
  ],
])('%j', (properties, reason) => {
  expect(why(properties)).toBe(`variant main: ${reason}`);
});
