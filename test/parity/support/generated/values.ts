import * as fc from 'fast-check';
import type { ModelPackage } from '@inference-constructs/core';
import { diagnosis } from '../../../cdk/support/synth';
import { REMOTE } from '../kinds';
import { regression, threeClasses, withAcceptance, withFallback } from '../models';

export const whole = (min: number, max: number) => fc.integer({ min, max });

/** Some of the properties, or none. */
export const some = <T>(properties: { [K in keyof T]: fc.Arbitrary<T[K]> }) =>
  fc.record(properties, { requiredKeys: [] }) as fc.Arbitrary<Partial<T>>;

export const environments = fc.dictionary(
  fc.stringMatching(/^[a-zA-Z][a-zA-Z0-9_]{1,12}$/),
  fc.stringMatching(/^[\w ./:-]{0,20}$/),
  { maxKeys: 4 },
);

/** What the instances of any endpoint are given. */
export const instances = {
  inferenceAmiVersion: fc.constantFrom('al2-ami-sagemaker-inference-gpu-2', 'al2-ami-sagemaker-inference-gpu-3-1'),
  modelDataDownloadTimeoutSeconds: whole(60, 3600),
  containerStartupHealthCheckTimeoutSeconds: whole(60, 3600),
};

const once = (make: () => ModelPackage) => {
  let made: ModelPackage | undefined;
  return () => (made ??= make());
};

/** By name, so that a spec can be printed. A package is read once. */
const LOCAL: Readonly<Record<string, () => ModelPackage>> = {
  v1: () => diagnosis('v1'),
  v2: () => diagnosis('v2'),
  threeClasses: once(threeClasses),
  regression: once(regression),
  withFallback: once(withFallback),
  withAcceptance: once(withAcceptance),
};

const MODELS: Readonly<Record<string, () => ModelPackage>> = { ...LOCAL, ...REMOTE };

export const modelOf = (name: string): ModelPackage => MODELS[name]();
export const localModels = fc.constantFrom(...Object.keys(LOCAL));
export const models = fc.constantFrom(...Object.keys(MODELS));
