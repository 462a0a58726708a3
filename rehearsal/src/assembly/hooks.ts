import type { GraphResource } from '@inference-constructs/core/out/graph/resource-graph';
import type { DeclaredHook, HookEvent, NotPlayed } from './assembly-reader';
import { functionNamed, readCallable } from './callable';
import { pathOf } from './construct-path';
import type { StackContents } from './stack-contents';

export const HOOK_EVENTS: readonly HookEvent[] = ['BeforeAllowTraffic', 'AfterAllowTraffic'];

/** What a deployment names as its hooks: names or references. */
export type NamedHooks = Readonly<Partial<Record<HookEvent, unknown>>>;

export interface ReadHooks {
  readonly hooks: readonly DeclaredHook[];
  /** Why a hook is not called, in sentences. */
  readonly notCalled: readonly string[];
  /** The functions of the template that are not called for it. */
  readonly uncalled: readonly NotPlayed[];
  /** The functions that are called. */
  readonly parts: readonly GraphResource[];
}

/** Finds the functions that CodeDeploy asks before and after traffic shifts. */
export function readHooks(contents: StackContents, named: NamedHooks): ReadHooks {
  const hooks: DeclaredHook[] = [];
  const notCalled: string[] = [];
  const uncalled: NotPlayed[] = [];
  const parts: GraphResource[] = [];
  for (const event of HOOK_EVENTS) {
    if (named[event] === undefined) continue;
    const resource = functionNamed(contents, named[event]);
    const callable = resource === undefined ? 'its function is not in the template' : readCallable(contents, resource);
    if (resource === undefined || typeof callable === 'string') {
      notCalled.push(`${event}Hook is not called: ${callable as string}`);
      if (resource !== undefined) {
        const reason = `it is the ${event} hook, which is not called: ${callable as string}`;
        uncalled.push({ path: pathOf(resource), type: resource.type, reason });
      }
      continue;
    }
    hooks.push({ event, function: callable });
    parts.push(resource);
  }
  return { hooks, notCalled, uncalled, parts };
}
