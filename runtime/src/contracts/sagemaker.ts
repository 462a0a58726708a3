import { headerSizeOf, TRITON_TYPE } from '../codec/open-inference/body';
import type { Form } from '../predict/form';
import type { Route } from '../server/route-table';
import { answerBody } from './answer-body';
import { bodyFor, isReady, NO_CONTENT, readyService, type Host } from './host';

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
      isDirect: (headers) => tritonForm(headers['content-type']) === undefined,
      answer: async (exchange) => {
        const service = readyService(host);
        const body = await bodyFor(service, exchange);
        return answerBody(host, service, exchange, body, tritonForm(exchange.headers['content-type']));
      },
    },
  ];
}

/** Undefined for a request that is not Triton's. */
function tritonForm(contentType: string | undefined): Form | undefined {
  return contentType?.toLowerCase().startsWith(TRITON_TYPE) === true
    ? { kind: 'open-inference', headerSize: headerSizeOf(contentType), sizeIn: 'content-type' }
    : undefined;
}
