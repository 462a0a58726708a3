import { openApiDocument } from '../openapi/document';
import type { Route } from '../server/route-table';
import { jsonReply } from '../predict/reply';
import { readyService, type Host } from './host';

/** The description of all that is answered here, typed from the model's signature. */
export function openApi(host: Host): Route[] {
  return [
    {
      method: 'GET',
      path: '/openapi.json',
      answer: () => jsonReply(openApiDocument(readyService(host).manifest)),
    },
  ];
}
