import type { CfnResource } from 'aws-cdk-lib/core';
import { Stack } from 'aws-cdk-lib/core';
import type { DeclaredResource, Template, TemplateResource } from '@inference-constructs/core/out/graph/cloudformation';

/** What every L1 offers and the type declarations of aws-cdk-lib leave out; nothing public applies overrides. */
interface Synthesizable {
  _toCloudFormation(): { readonly Resources?: Readonly<Record<string, unknown>> };
}

/** The resources as they will stand in the template, each with its construct path. */
export function templateOf(resources: readonly CfnResource[]): Template {
  return {
    Resources: Object.fromEntries(
      resources.flatMap(declaredBy).map(({ id, path, declared }) => {
        const resource = declared();
        return [id, { ...resource, Metadata: { ...resource.Metadata, 'aws:cdk:path': path } }];
      }),
    ),
  };
}

/** The same, each resolved when it is first asked what it declares: that takes most of the time. */
export function declaredBy(resource: CfnResource): DeclaredResource[] {
  const stack = Stack.of(resource);
  const path = resource.node.path.replace(/\/Resource$/, '');
  const { Resources = {} } = (resource as unknown as Synthesizable)._toCloudFormation();
  return Object.entries(Resources).map(([id, fragment]) => {
    const declared = () => resolved(resource, () => stack.resolve(fragment) as TemplateResource);
    return {
      id: stack.resolve(id) as string,
      path,
      type: keepsType(resource) ? resource.cfnResourceType : declared().Type,
      declared,
    };
  });
}

/** Whether no override gives the resource another type. */
function keepsType(resource: CfnResource): boolean {
  const overrides: unknown = resource['rawOverrides'];
  return typeof overrides === 'object' && overrides !== null && !('Type' in overrides);
}

let known: Map<CfnResource, TemplateResource> | undefined;

/** Resolves each resource once while the tree is read, and nothing changes it. */
export function readingOnce<T>(read: () => T): T {
  const outer = known;
  known ??= new Map();
  try {
    return read();
  } finally {
    known = outer;
  }
}

function resolved(resource: CfnResource, resolve: () => TemplateResource): TemplateResource {
  const declared = known?.get(resource) ?? resolve();
  known?.set(resource, declared);
  return declared;
}
