import { Sandboxes } from '@inference-constructs/rehearsal/fleet/serverless/sandboxes';
import { readScenario } from '@inference-constructs/rehearsal/scenarios/read-scenario';
import type { Block, Resources, TerraformResources } from './support/example';
import { endpointExample, the, variantOf } from './support/example';

jest.setTimeout(240_000);
const example = endpointExample();

const serverless =
  (config: Block = {}) =>
  (resources: Resources) => {
    const variant = variantOf(resources);
    delete variant.InstanceType;
    delete variant.InitialInstanceCount;
    variant.ServerlessConfig = { MemorySizeInMB: 2048, MaxConcurrency: 20, ...config };
    delete the(resources, 'AWS::SageMaker::Endpoint')[1].Properties.DeploymentConfig;
  };

describe('a new serverless endpoint', () => {
  test('starts a process for each sandbox, and counts them', async () => {
    const to = example.assembly('v2', serverless());
    const { verdict, deployment, notPlayed } = await example.play({ to, requestsPerMinute: 60 });
    expect(verdict).toBe('promoted');
    const { new: version } = deployment.versions;
    expect(version.description).toBe('diagnosis 2.0.0 serverless, 2048 MiB, at most 20 at a time');
    const [first, second] = deployment.timeline;
    expect(first.new).toMatchObject({ requests: 60, failed: 0 });
    // As many as came while the first one started; later requests find them.
    expect(version.coldStartMilliseconds.length).toBeGreaterThan(0);
    expect(first.new.instances).toBe(version.coldStartMilliseconds.length);
    expect(second.new.instances).toBe(first.new.instances);
    expect(first.new.modelledMilliseconds?.p99).toBeGreaterThan(50);
    expect(notPlayed.filter(({ type }) => type.startsWith('AWS::SageMaker'))).toEqual([]);
  });

  test('with provisioned concurrency nothing starts, and no property would say how many requests to expect', async () => {
    const to = example.assembly('v2', serverless({ ProvisionedConcurrency: 4 }));
    const { deployment } = await example.play({ to });
    expect(deployment.notes).toContain('60 requests per minute were assumed: give --requests-per-minute');
    expect(deployment.versions.new.coldStartMilliseconds).toEqual([]);
    expect(deployment.timeline[0].new).toMatchObject({ requests: 60, instances: 4 });
  });

  test('meets a fresh sandbox with each request where the scenario has it so, and has no instances to lose', async () => {
    const to = example.assembly('v2', serverless());
    const cold = await example.play({ to, requestsPerMinute: 1, scenario: readScenario('cold-start') });
    const { requests, coldStartMilliseconds } = cold.deployment.versions.new;
    expect(coldStartMilliseconds).toHaveLength(requests);
    const drifted = await example.play({ to, requestsPerMinute: 4, scenario: readScenario('drifted-feature') });
    expect(drifted.deployment.timeline[0].new.requests).toBe(4);
    const lost = await example.play({ to, scenario: readScenario('instance-lost') });
    expect(lost.notPlayed).toContainEqual(
      expect.objectContaining({ reason: 'a serverless endpoint has no instances that could be lost' }),
    );
  });

  test('refuses requests beyond MaxConcurrency', async () => {
    const to = example.assembly('v2', serverless({ MaxConcurrency: 1 }));
    // One at a time of 3 seconds: 20 of 60 requests a minute at most.
    const { deployment } = await example.play({ to, requestsPerMinute: 60, scenario: readScenario('slow-model=3000') });
    const { requests, failed, throttled, sampled } = deployment.versions.new;
    expect(throttled).toBe(failed);
    expect(requests).toBe(sampled + (throttled ?? NaN));
    expect(sampled).toBeLessThanOrEqual(20 * deployment.timeline.length);
    expect(sampled).toBeGreaterThan(10 * deployment.timeline.length);
    expect(deployment.notes).toContain(
      `${throttled} of ${requests} requests to version 1 were throttled: its MaxConcurrency is too small for them`,
    );
    expect(deployment.notes).toContain(
      'version 1 failed first with ThrottlingException: more than 1 requests at a time (modelled)',
    );
  });

  test('whose memory does not hold the container never comes into service', async () => {
    const to = example.assembly('v2', serverless({ MemorySizeInMB: 16 }));
    const { verdict, deployment } = await example.play({ to });
    expect(verdict).toBe('failed');
    expect(deployment.reason).toMatch(
      /^the container of variant live does not become healthy: it takes \d+ MiB, and MemorySizeInMB is 16$/,
    );
  });
});

describe('an update', () => {
  test('moves all traffic at once, and no alarm takes it back', async () => {
    const [from, to] = (['v1', 'v3'] as const).map((version) => example.assembly(version, serverless()));
    const { deployment } = await example.play({ from, to, requestsPerMinute: 60 });
    expect(deployment).toMatchObject({ verdict: 'promoted', minute: 5, rollout: { rollsBackOnAlarm: false } });
    expect(deployment.timeline[4]).toMatchObject({ percent: 0, new: { requests: 0, instances: 0 } });
    expect(deployment.timeline[5]).toMatchObject({ percent: 100, new: { requests: 60 }, old: { requests: 0 } });
    expect(deployment.versions.new.coldStartMilliseconds.length).toBeGreaterThan(0);
    expect(deployment.notes).toContain(
      'a serverless endpoint has no guardrails: all traffic moves at once, and no alarm takes it back',
    );
  });

  test('from instances to serverless is refused', async () => {
    const [from, to] = [example.assembly('v1'), example.assembly('v2', serverless())];
    const { deployment } = await example.play({ from, to });
    expect(deployment).toMatchObject({
      verdict: 'rolled-back',
      minute: 5,
      reason:
        'UpdateEndpoint is refused: variant live has instances, and an endpoint with instances cannot become serverless',
    });
  });
});

test('as CDKTF synthesizes it', async () => {
  const edit = (resources: TerraformResources) => {
    const [configuration] = Object.values(resources.aws_sagemaker_endpoint_configuration);
    const [variant] = configuration.production_variants as Block[];
    delete variant.instance_type;
    delete variant.initial_instance_count;
    variant.serverless_config = { memory_size_in_mb: 2048, max_concurrency: 5 };
    delete Object.values(resources.aws_sagemaker_endpoint)[0].deployment_config;
  };
  const { deployment } = await example.play({ to: example.terraform('v2', edit), requestsPerMinute: 60 });
  expect(deployment.versions.new.description).toBe('diagnosis 2.0.0 serverless, 2048 MiB, at most 5 at a time');
  expect(deployment.timeline[0].new).toMatchObject({ requests: 60, failed: 0 });
});

test('a sandbox that nobody asks is let go after ten minutes, a provisioned one is not', () => {
  const [sandboxes, provisioned] = [new Sandboxes(2, 0), new Sandboxes(2, 1)];
  const minutes = (count: number) => count * 60_000;
  for (const some of [sandboxes, provisioned]) some.take(0, 1000);
  expect(sandboxes.placeAt(500)).toBe('cold');
  sandboxes.take(500, 1000);
  expect(sandboxes.placeAt(900)).toBe('throttled');
  expect(sandboxes.busyAt(900)).toBe(2);
  expect([sandboxes, provisioned].map((some) => some.placeAt(minutes(9)))).toEqual(['warm', 'warm']);
  expect([sandboxes, provisioned].map((some) => some.placeAt(minutes(11)))).toEqual(['cold', 'warm']);
});
