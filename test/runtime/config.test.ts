import { readMultiModel, readReload } from '@inference-constructs/runtime/config';

it.each<[Record<string, string>, boolean]>([
  [{}, false],
  [{ INFERENCE_RELOAD: '' }, false],
  [{ INFERENCE_RELOAD: 'true' }, true],
  [{ INFERENCE_DEVICE: 'cuda' }, true],
  [{ INFERENCE_DEVICE: 'cuda', INFERENCE_RELOAD: '' }, true],
  [{ INFERENCE_DEVICE: 'cuda', INFERENCE_RELOAD: 'false' }, false],
])('of %j, models run in processes of their own: %s', (variables, isReloading) => {
  expect(readReload(variables)).toBe(isReloading);
});

it.each<[Record<string, string>, boolean]>([
  [{}, false],
  [{ SAGEMAKER_MULTI_MODEL: 'false', INFERENCE_RELOAD: 'true' }, false],
  [{ SAGEMAKER_MULTI_MODEL: 'True' }, true],
  [{ SAGEMAKER_MULTI_MODEL: 'true', INFERENCE_RELOAD: 'false' }, true],
  // Whose models run in processes of their own in any case.
  [{ SAGEMAKER_MULTI_MODEL: 'true', INFERENCE_DEVICE: 'cuda' }, true],
])('of %j, models are loaded by requests: %s', (variables, isMultiModel) => {
  expect(readMultiModel(variables)).toBe(isMultiModel);
});

it.each([readReload, readMultiModel])('%p refuses what is neither yes nor no', (read) => {
  expect(() => read({ SAGEMAKER_MULTI_MODEL: 'true', INFERENCE_RELOAD: 'yes' })).toThrow(
    "INFERENCE_RELOAD (yes): 'true' or 'false'.",
  );
});
