import { headerSizeOf, TRITON_TYPE } from '../codec/open-inference/body';
import type { Route } from '../server/route-table';
import { bodyFor, isReady, NO_CONTENT, readyService, type Host } from './host';
import { inferReply, respondWithType } from './open-inference-call';

/** SageMaker's real-time endpoints; asynchronous and serverless ones speak the same to the container. */
export function sagemaker(host: Host): Route[] {
  return [
    {
      method: 'GET',
      path: '/ping',
      answer: () => (isReady(host) ? NO_CONTENT : { ...NO_CONTENT, status: 503 }),
    },
    {
      method: 'POST',
      path: '/invocations',
      isDirect: (headers) => headers['content-type']?.toLowerCase().startsWith(TRITON_TYPE) !== true,
      answer: async (exchange) => {
        const service = readyService(host);
        const body = await bodyFor(service, exchange);
        const { headers } = exchange;
        const contentType = headers['content-type'];
        if (contentType?.toLowerCase().startsWith(TRITON_TYPE)) {
          return inferReply(host, service, exchange, body, headerSizeOf(contentType), respondWithType);
        }
        return service.answer({
          body,
          contentType,
          contentEncoding: headers['content-encoding'],
          accept: headers.accept,
          maxBodyBytes: host.maxBodyBytes,
          deadline: exchange.deadline(),
        });
      },
    },
  ];
}
