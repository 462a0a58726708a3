import type { IncomingHttpHeaders } from 'node:http';
import { TRIAL } from '@inference-constructs/core/out/contract/trial';
import { bodyTooLarge } from '../body-limit';
import { earlier, readDeadline } from '../deadline';
import { Fault, type FaultBody } from '../errors';
import type { Answer } from '../predict/answer';
import { faultReply, toFault } from '../predict/reply';
import type { Service } from '../predict/service';
import { Attempts } from './attempts';
import { isHttpEvent, readEventBody, readEventHeaders, toHttpResult, type HttpEvent, type HttpResult } from './event';
import { invocationError } from './invocation-error';
import type { Loaded } from './load';
import { remaining, type Context } from './remaining';
import { answerStream, type StreamResult } from './stream';
import { readStreamEvent } from './stream-event';

export type DirectResult = Answer | { readonly error: FaultBody };
export type Handler = (event: unknown, context?: Context) => Promise<DirectResult | HttpResult | StreamResult>;

/**
 * A client's fault is an answer: it must not count in Lambda's `Errors`, which roll a deployment back. A fault of ours
 * is thrown, whatever the event, for the same reason.
 */
export function createHandler(loading: Promise<Loaded>): Handler {
  const attempts = new Attempts();
  return async (event, context) => {
    try {
      const deadline = remaining(context);
      const loaded = await loading;
      const stream = readStreamEvent(event);
      if (stream !== undefined) {
        return await answerStream(stream, loaded, attempts, deadline);
      }
      return isHttpEvent(event)
        ? await answerHttp(event, loaded, deadline)
        : await answerDirect(event, isTrial(context) ? loaded.trial : loaded.service, deadline);
    } catch (error) {
      throw invocationError(error);
    }
  };
}

function isTrial(context: Context | undefined): boolean {
  return context?.clientContext?.custom?.[TRIAL] !== undefined;
}

async function answerDirect(event: unknown, service: Service, deadline: number | undefined): Promise<DirectResult> {
  try {
    return await service.answerParsed(event, deadline);
  } catch (error) {
    return { error: clientsOnly(error).body() };
  }
}

async function answerHttp(
  event: HttpEvent,
  { service, maxBodyBytes }: Loaded,
  latest: number | undefined,
): Promise<HttpResult> {
  try {
    if (event.requestContext.http.method !== 'POST') {
      throw new Fault('MethodNotAllowed', 'This function takes POST only.', {
        expected: 'POST',
        got: 'another method',
      });
    }
    const body = readEventBody(event);
    if (body.length > maxBodyBytes) {
      service.refuse();
      throw bodyTooLarge(maxBodyBytes, body.length);
    }
    const headers = readEventHeaders(event);
    const reply = await service.answer({
      body,
      deadline: earlier(latest, deadlineOf(headers, service)),
      contentType: headers['content-type'],
      contentEncoding: headers['content-encoding'],
      accept: headers.accept,
      maxBodyBytes,
    });
    return toHttpResult(reply);
  } catch (error) {
    const fault = clientsOnly(error);
    return toHttpResult(faultReply(fault), fault.code === 'MethodNotAllowed' ? { allow: 'POST' } : {});
  }
}

function deadlineOf(headers: IncomingHttpHeaders, service: Service): number | undefined {
  try {
    return readDeadline(headers);
  } catch (error) {
    service.refuse();
    throw error;
  }
}

function clientsOnly(error: unknown): Fault {
  const fault = toFault(error);
  if (!fault.isClients) {
    throw fault;
  }
  return fault;
}
