import type { Route } from '../server/route-table';
import type { Host } from './host';
import { sagemaker } from './sagemaker';

/** Everything that a server with one model answers. */
export function oneModel(host: Host): Route[] {
  return [sagemaker].flatMap((contract) => contract(host));
}
