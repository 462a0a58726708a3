/** A request as a client sends it, whoever answers. Text has a content type; everything else is JSON. */
export interface TrafficRequest {
  readonly body: unknown;
  readonly contentType?: string;
}
