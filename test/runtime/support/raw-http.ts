import { connect, type Socket } from 'node:net';

/** Bytes as they are on the wire: what comes back until the server closes, or until `enough` is seen. */
export async function exchange(port: number, parts: readonly (string | Buffer)[], enough?: RegExp): Promise<string> {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true });
  for (const part of parts) {
    socket.write(part);
  }
  return receive(socket, enough);
}

export function receive(socket: Socket, enough?: RegExp): Promise<string> {
  return new Promise((resolve) => {
    let text = '';
    socket.on('data', (chunk: Buffer) => {
      text += chunk.toString('latin1');
      if (enough?.test(text)) {
        socket.destroy();
      }
    });
    socket.on('error', () => undefined);
    socket.on('close', () => resolve(text));
  });
}
