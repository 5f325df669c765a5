import { parentPort, workerData } from 'node:worker_threads';
import { inspectModules, threw } from '../src/adapters/strategies/inspection.ts';

process.setSourceMapsEnabled(true);
process.exit = (code) => {
  parentPort?.postMessage(threw(new Error(`process.exit(${code ?? ''}) was called`)));
  throw new Error('process.exit was called');
};

parentPort?.postMessage(await inspectModules(workerData));
