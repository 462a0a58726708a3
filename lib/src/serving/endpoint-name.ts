import { literalName, MAX_SAGEMAKER_NAME } from '../plan/names';

/**
 * Name of an endpoint whose author gave none: the same on every engine. Two stacks made from the same tree differ in
 * their names, so the hash is over the name of the stack too.
 */
export function defaultEndpointName(stack: string, id: string, path: string): string {
  return literalName([stack, id], `${stack}/${path}`, MAX_SAGEMAKER_NAME);
}

/** The same of an inference component. On an endpoint of another name it is another one, which a name may not outlive. */
export function defaultComponentName(stack: string, id: string, path: string, endpointName: string): string {
  return literalName([stack, id], `${stack}/${path}/${endpointName}`, MAX_SAGEMAKER_NAME);
}
