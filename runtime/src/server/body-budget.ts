import { Fault } from '../errors';

/** Bodies are gone as soon as others are answered. */
const COME_AGAIN_SECONDS = 1;

/** How much memory the bodies of all requests take together, from their first byte until they are answered. */
export class BodyBudget {
  private taken = 0;

  constructor(readonly most: number) {}

  hasRoom(bytes: number): boolean {
    return this.taken + bytes <= this.most;
  }

  /** False where there is no room: then nothing was taken. */
  take(bytes: number): boolean {
    if (!this.hasRoom(bytes)) {
      return false;
    }
    this.taken += bytes;
    return true;
  }

  giveBack(bytes: number): void {
    this.taken -= bytes;
  }
}

export function noRoomForBody(): Fault {
  return new Fault('Overloaded', 'The bodies of other requests take all the memory there is for bodies.', {
    field: 'body',
    retryAfter: COME_AGAIN_SECONDS,
  });
}
