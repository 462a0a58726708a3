import type { Route } from '../server/route-table';
import { jsonReply } from '../predict/reply';
import { isLive, isReady, type Host } from './host';

/**
 * What an orchestrator asks, as three questions: has it started (wait, however long that takes), does it hang (only a kill
 * helps), should clients be sent here now? One answer for all three would get a server killed that is loading or draining.
 */
export function health(host: Host): Route[] {
  const { lifecycle } = host;
  const probe = (path: string, name: string, holds: () => boolean): Route => ({
    method: 'GET',
    path,
    answer: () => {
      const answer = holds();
      return jsonReply({ [name]: answer }, answer ? 200 : 503);
    },
  });
  return [
    probe('/startupz', 'started', () => lifecycle.hasStarted),
    probe('/livez', 'live', () => isLive(host)),
    probe('/readyz', 'ready', () => isReady(host)),
  ];
}
