export * from './expectations';
export * from './inference-template';
