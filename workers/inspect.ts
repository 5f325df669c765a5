import { parentPort, workerData } from 'node:worker_threads';
import { inspectModules, threw } from '../src/adapters/strategies/inspection.ts';
import { ownSystemThread } from '../src/adapters/system/thread-time.ts';

parentPort?.postMessage({ kind: 'begun', systemThread: ownSystemThread() });
process.setSourceMapsEnabled(true);
process.exit = (code) => {
  parentPort?.postMessage(threw(new Error(`process.exit(${code ?? ''}) was called`)));
  throw new Error('process.exit was called');
};

parentPort?.postMessage(await inspectModules(workerData));
