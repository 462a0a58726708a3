import { jsonReply } from '../predict/reply';
import type { Route } from '../server/route-table';
import { answerBody } from './answer-body';
import { bodyFor, isReady as isHostReady, readyService, type Host } from './host';
import { checkModel } from './open-inference';

/** Version 1 of KServe's protocol, which is TensorFlow Serving's: `instances` in, `predictions` out, one a row. */
export function kserveV1(host: Host): Route[] {
  return [
    {
      method: 'GET',
      path: '/v1/models',
      answer: () => jsonReply({ models: [readyService(host).manifest.name] }),
    },
    {
      method: 'GET',
      path: '/v1/models/{model}',
      answer: (exchange) => {
        const service = host.service();
        if (service !== undefined) {
          checkModel(service, exchange);
        }
        const isReady = isHostReady(host);
        return jsonReply({ name: exchange.places.model, ready: isReady }, isReady ? 200 : 503);
      },
    },
    {
      method: 'POST',
      path: '/v1/models/{model}:predict',
      answer: async (exchange) => {
        const service = readyService(host);
        checkModel(service, exchange);
        const body = await bodyFor(service, exchange);
        return answerBody(host, service, exchange, body, { kind: 'kserve-v1' });
      },
    },
  ];
}
