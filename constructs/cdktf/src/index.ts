export * from './monitoring/metric-options';
export * from './rollout/rollout';
export * from './serving/inference-endpoint';
export * from './serving/onnx-function';
