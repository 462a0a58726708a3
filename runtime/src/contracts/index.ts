import type { Route } from '../server/route-table';
import type { Host } from './host';
import { kserveV1 } from './kserve-v1';
import { openInference } from './open-inference';
import { openApi } from './openapi';
import { sagemaker } from './sagemaker';

/** Everything that a server with one model answers. */
export function oneModel(host: Host): Route[] {
  return [sagemaker, openInference, kserveV1, openApi].flatMap((contract) => contract(host));
}
