import type { EndpointCase, FunctionCase } from './support/cases';
import { endpointPair, functionPair } from './support/cases';
import { KINDS, kindPair } from './support/kinds';
import { diagnosis, IMAGE_URI } from '../cdktf/support/synth';
import { regression, threeClasses, withAcceptance, withFallback } from './support/models';
import { SCALING, scalingPair } from './support/scaling-cases';
import { judge } from './support/verdict';
import type { ParityGap } from '@inference-constructs/core/out/graph/parity-gaps';
import { PARITY_GAPS } from '@inference-constructs/core/out/graph/parity-gaps';

const FUNCTIONS: Record<string, () => FunctionCase> = {
  'by default': () => ({}),
  'on the layer of its package': () => ({ ownLayer: true }),
  'on arm64, on the layer of its package': () => ({ architecture: 'arm64', ownLayer: true }),
  'with memory, timeout and environment': () => ({
    memorySize: 1769,
    timeoutSeconds: 7,
    environment: { LOG_LEVEL: 'debug', lower_case: 'x' },
  }),
  'with concurrency and a URL': () => ({ reservedConcurrency: 20, provisionedConcurrency: 10, functionUrl: true }),
  'with a URL for browsers': () => ({
    functionUrl: true,
    cors: { allowedOrigins: ['https://a.example.com', 'https://b.example.com'], maxAgeSeconds: 600 },
  }),
  'in an image': () => ({ imageUri: `${IMAGE_URI}@sha256:${'ab'.repeat(32)}`, architecture: 'arm64' }),
  'with a canary that CodeDeploy has not': () => ({ rollout: { kind: 'canary', percent: 20, bakeMinutes: 7 } }),
  'all at once': () => ({ rollout: { kind: 'all-at-once', bakeMinutes: 20 } }),
  'step by step, as CodeDeploy has it': () => ({ rollout: { kind: 'linear', percent: 10, bakeMinutes: 3 } }),
  'step by step, as CodeDeploy has it not': () => ({ rollout: { kind: 'linear', percent: 30, bakeMinutes: 4 } }),
  'with a latency limit and expected traffic': () => ({
    latencyLimitMilliseconds: 250,
    expectedRequestsPerMinute: 60,
  }),
  'of another release': () => ({ model: diagnosis('v2') }),
  'of three classes': () => ({ model: threeClasses() }),
  'of a regression': () => ({ model: regression() }),
  'of a model with a fallback': () => ({ model: withFallback() }),
  'of a model with labelled cases': () => ({ model: withAcceptance() }),
};

const ENDPOINTS: Record<string, () => EndpointCase> = {
  'by default': () => ({}),
  'on GPUs': () => ({ instanceType: 'ml.g5.xlarge', instanceCount: 4 }),
  'with a name, environment and latency limit': () => ({
    endpointName: 'diagnosis',
    environment: { LOG_LEVEL: 'debug' },
    latencyLimitMilliseconds: 250,
    expectedRequestsPerMinute: 600,
  }),
  'with a larger canary': () => ({ rollout: { kind: 'canary', percent: 50, bakeMinutes: 5 } }),
  'step by step': () => ({ rollout: { kind: 'linear', percent: 25, bakeMinutes: 5, terminationWaitMinutes: 4 } }),
  'from one fleet to another': () => ({ rollout: { kind: 'blue-green', bakeMinutes: 10, terminationWaitMinutes: 7 } }),
  'batch by batch': () => ({
    rollout: { kind: 'rolling', percent: 50, bakeMinutes: 5, rollbackPercent: 50 },
    expectedRequestsPerMinute: 60,
  }),
  'all at once, on one instance': () => ({ instanceCount: 1, rollout: { kind: 'all-at-once', bakeMinutes: 5 } }),
  'of three classes': () => ({ model: threeClasses() }),
  'of a regression': () => ({ model: regression() }),
  'of a model with a fallback': () => ({ model: withFallback() }),
  'with everything said of its instances': () => ({
    volumeSizeGib: 50,
    inferenceAmiVersion: 'al2-ami-sagemaker-inference-gpu-3-1',
    modelDataDownloadTimeoutSeconds: 600,
    containerStartupHealthCheckTimeoutSeconds: 900,
    routing: 'LEAST_OUTSTANDING_REQUESTS',
  }),
};

const used = new Set<ParityGap>();

function expectParity(pair: Parameters<typeof judge>[0]): void {
  const verdict = judge(pair);
  for (const gap of verdict.used) used.add(gap);
  expect(verdict.undeclared).toEqual([]);
}

test.each(Object.keys(FUNCTIONS))('a function %s is the same on both engines', (name) => {
  expectParity(functionPair(FUNCTIONS[name]()));
});

test.each(Object.keys(ENDPOINTS))('an endpoint %s is the same on both engines', (name) => {
  expectParity(endpointPair(ENDPOINTS[name]()));
});

test.each(Object.keys(SCALING))('scaling %s is the same on both engines', (name) => {
  expectParity(scalingPair(name));
});

test.each(Object.keys(KINDS))('%s is the same on both engines', (name) => {
  expectParity(kindPair(name));
});

test('every declared gap exists', () => {
  expect(PARITY_GAPS.filter((gap) => !used.has(gap))).toEqual([]);
});

test('every declared gap has a reason', () => {
  for (const gap of PARITY_GAPS) expect(gap.reason).toMatch(/^[A-Z].{20,}\.$/);
});
