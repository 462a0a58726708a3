import type { BatchSettings } from '../batch-settings';
import type { Route } from '../server/route-table';
import { batchTransform } from './batch-transform';
import { health } from './health';
import type { Host } from './host';
import { kserveV1 } from './kserve-v1';
import { noRepository } from './no-repository';
import { openInference } from './open-inference';
import { openApi } from './openapi';
import { sagemaker } from './sagemaker';

/** What a server with one model answers in a batch transform: records instead of requests. */
export function oneModelInBatch(host: Host, settings: BatchSettings): Route[] {
  return [...oneModel(host), ...batchTransform(host, settings)];
}

/** Everything that a server with one model answers. */
export function oneModel(host: Host): Route[] {
  return [sagemaker, health, openInference, kserveV1, openApi, noRepository].flatMap((contract) => contract(host));
}
