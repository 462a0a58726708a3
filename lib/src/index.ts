export * from './model/model-package';
export * from './model/model-lock';
