export * from './model/model-package';
