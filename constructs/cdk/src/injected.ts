import { PropertyInjectors } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';

/**
 * Properties after the nearest injector around a construct has had its say. The decorator of aws-cdk-lib reads the id from
 * the class below the one that it makes, where standard decorators, unlike those that aws-cdk-lib is compiled with, leave none.
 */
export function injected<P extends object>(construct: Construct, uniqueId: string, props: P): P {
  const scopes = construct.node.scopes.slice(0, -1).reverse();
  const injector = scopes
    .filter((scope) => PropertyInjectors.hasPropertyInjectors(scope))
    .map((scope) => PropertyInjectors.of(scope).for(uniqueId))
    .find((found) => found !== undefined);
  return injector === undefined ? props : (injector.inject(props, { scope: scopes[0], id: construct.node.id }) as P);
}
