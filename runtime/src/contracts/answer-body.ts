import type { Form } from '../predict/form';
import type { Reply } from '../predict/reply';
import type { Service } from '../predict/service';
import type { Exchange } from '../server/route-table';
import type { Host } from './host';

/** The answer to a body whose form the contract knows; without one, its headers say it. */
export function answerBody(
  { maxBodyBytes }: Host,
  service: Service,
  exchange: Exchange,
  body: Buffer,
  form?: Form,
): Promise<Reply> {
  const { headers, isGone } = exchange;
  return service.answer({
    body,
    form,
    contentType: headers['content-type'],
    contentEncoding: headers['content-encoding'],
    accept: headers.accept,
    maxBodyBytes,
    deadline: exchange.deadline(),
    isGone,
  });
}
