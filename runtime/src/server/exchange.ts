import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Fault } from '../errors';
import type { Replier } from '../predict/inquiry';
import { faultReply, type Reply } from '../predict/reply';
import type { Service } from '../predict/service';
import { bodyMemory, type BodyReader } from './body';
import type { BodyBudget } from './body-budget';
import { echoedHeaders } from './echoed-headers';
import { endAnswer } from './linger';

/** One request for the model, from its body to the last byte of its answer. */
export class Exchange implements BodyReader, Replier<Reply> {
  private body: Buffer | undefined;
  private taken = 0;

  constructor(
    private readonly request: IncomingMessage,
    private readonly response: ServerResponse,
    private readonly service: Service,
    private readonly isDraining: () => boolean,
    private readonly maxBodyBytes: number,
    private readonly budget: BodyBudget,
    readonly deadline: number | undefined,
  ) {}

  get isGone(): boolean {
    return this.response.destroyed;
  }

  take(body: Buffer, taken: number): void {
    this.taken = taken;
    this.body = body.length === body.buffer.byteLength ? body : undefined;
    const { headers } = this.request;
    this.service.begin(
      {
        body,
        contentType: headers['content-type'],
        contentEncoding: headers['content-encoding'],
        accept: headers.accept,
        maxBodyBytes: this.maxBodyBytes,
      },
      this,
    );
  }

  /** The whole answer as one list of headers and one piece of text: node:http writes it with one call. */
  reply({ status, contentType, body, headers: others, isAscii = false }: Reply): void {
    const { response } = this;
    this.budget.giveBack(this.taken);
    this.taken = 0;
    if (response.headersSent || response.destroyed) {
      return;
    }
    const length = isAscii || typeof body !== 'string' ? body.length : Buffer.byteLength(body);
    const headers = ['Content-Type', contentType, 'Content-Length', String(length)];
    const echoed = echoedHeaders(this.request.headers);
    for (const name in echoed) {
      headers.push(name, echoed[name]);
    }
    for (const name in others) {
      headers.push(name, others[name]);
    }
    if (this.isDraining()) {
      headers.push('Connection', 'close');
    }
    response.writeHead(status, headers);
    endAnswer(this.request, response, body, isAscii ? 'latin1' : 'utf8');
    // Once there is a prediction, the run that may have looked at the body is over.
    if (status === 200 && this.body !== undefined) {
      bodyMemory.giveBack(this.body);
      this.body = undefined;
    }
  }

  giveUp(fault: Fault): void {
    if (fault.isClients) {
      this.service.refuse();
    }
    this.refuse(fault);
  }

  refuse(fault: Fault): void {
    this.reply(faultReply(fault));
  }
}
