import { decide } from '@inference-constructs/core/out/access/decide';
import type { Need } from '@inference-constructs/core/out/access/needs';
import type { GraphResource } from '@inference-constructs/core/out/graph/resource-graph';
import { pathOf } from '../assembly/construct-path';
import type { StackContents } from '../assembly/stack-contents';
import { statementsOf } from './role-statements';

/** Where each need points to; a need that points nowhere does not arise. */
export type Whereabouts = Readonly<Partial<Record<Need['on'], string>>>;

/** What comes of a role's permissions. */
export interface Permissions {
  /** Why it never comes into service. */
  readonly failure?: string;
  /** Whether what it writes, its own metrics too, never arrives. */
  readonly losesLogs: boolean;
  /** In sentences. */
  readonly notes: readonly string[];
}

export interface Check {
  /** Undefined where the role is not in the template. */
  readonly role: GraphResource | undefined;
  readonly contents: StackContents;
  readonly needs: readonly Need[];
  readonly whereabouts: Whereabouts;
  /** Actions that are taken away from the role. */
  readonly without?: readonly string[];
}

/** Holds the policies of a role against what AWS documents to be needed. */
export function checkNeeds({ role, contents, needs, whereabouts, without = [] }: Check): Permissions {
  if (role === undefined) {
    return { losesLogs: false, notes: ['permissions were not checked: the role is not in the template'] };
  }
  const { statements, unread } = statementsOf(role, contents);
  const taken = without.length === 0 ? [] : [{ Effect: 'Deny', Action: without, Resource: '*' }];
  const name = pathOf(role);
  const denied: Need[] = [];
  const unknown: Need[] = [];
  for (const need of needs) {
    const resource = whereabouts[need.on];
    if (need.on !== 'any' && resource === undefined) continue;
    const decision = decide([...statements, ...taken], need.action, resource);
    const isTaken = without.includes(need.action);
    if (decision === 'denied' && (unread.length === 0 || isTaken)) denied.push(need);
    else if (decision !== 'allowed') unknown.push(need);
  }
  const fatal = denied.find((need) => need.without === 'no-service');
  const silent = denied.find((need) => need.without === 'no-logs');
  const on = ({ on: what }: Need): string => (whereabouts[what] === undefined ? '' : ` on ${whereabouts[what]}`);
  return {
    ...(fatal && { failure: `role ${name} has no ${fatal.action}${on(fatal)}, so it cannot ${fatal.purpose}` }),
    losesLogs: silent !== undefined,
    notes: [
      ...(silent
        ? [
            `role ${name} has no ${silent.action}: nothing that it writes arrives, and alarms on its own metrics see nothing`,
          ]
        : []),
      ...(unknown.length === 0
        ? []
        : [
            `role ${name}: whether it has ${unknown.map(({ action }) => action).join(', ')} hangs on ${
              unread.length === 0 ? 'conditions' : unread.join(', ')
            }`,
          ]),
    ],
  };
}
