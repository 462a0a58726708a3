const { parentPort, workerData } = require('node:worker_threads');

if (workerData.modelFile === 'crash') {
  throw new Error('crashed');
}
if (workerData.modelFile !== undefined) {
  parentPort.postMessage({ kind: 'unstartable', code: 'ModelUnloadable', message: `${workerData.modelFile} (gone)` });
  parentPort.close();
} else {
  let held;
  const done = ({ id, feeds }) =>
    parentPort.postMessage([{ kind: 'done', id, run: { outputs: feeds, milliseconds: 1 } }]);
  const obey = (order) => {
    const name = order.kind === 'run' ? Object.keys(order.feeds)[0] : order.kind;
    switch (name) {
      case 'close':
        parentPort.close();
        break;
      case 'last':
        held = order;
        break;
      case 'crash':
        throw new Error('crashed');
      case 'fail':
        parentPort.postMessage([{ kind: 'failed', id: order.id, message: 'index 4711 is out of bounds' }]);
        break;
      default:
        done(order);
        if (name === 'release') {
          done(held);
        }
    }
  };
  parentPort.on('message', (orders) => orders.forEach(obey));
  parentPort.postMessage({ kind: 'started' });
}
