import { Stack } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';

/**
 * Makes something once for all constructs of a stack that want the same: the hundredth endpoint with a model or an image
 * need not stage it again. Only for what leaves no resource in the template, so that nobody's logical id hangs on who
 * comes first.
 */
export function oncePerStack<T>(): (scope: Construct, key: string, make: () => T) => T {
  const made = new WeakMap<Stack, Map<string, T>>();
  return (scope, key, make) => {
    const stack = Stack.of(scope);
    const known = made.get(stack) ?? new Map<string, T>();
    made.set(stack, known);
    const value = known.get(key) ?? make();
    known.set(key, value);
    return value;
  };
}
