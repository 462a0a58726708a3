export * from './monitoring/metric-options';
export * from './rollout/rollout';
export * from './serving/endpoint-base';
export * from './serving/endpoint-options';
export * from './serving/inference-endpoint';
export * from './serving/onnx-function';
export * from './serving/serving-container';
export * from './serving/variant-options';
