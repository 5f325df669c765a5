#!/usr/bin/env node
import module from 'node:module';
import { main } from '../src/cli/main.ts';
import { complain, printError } from '../src/cli/process/errors.ts';
import { processIo } from '../src/cli/process/io.ts';
import { watchOutput } from '../src/cli/process/output.ts';

// Since Node 22: keeps compiled code of commands for the next start.
if ('enableCompileCache' in module && typeof module.enableCompileCache === 'function') module.enableCompileCache();

// Errors outside of any command, such as of a timer. With --inline strategies are heard by the executor.
process.on('uncaughtException', (error) => {
  if (process.listenerCount('uncaughtException') === 1) process.exit(printError(error, process));
});

const outputLost = watchOutput(process);
const exitCode = await main(processIo(process));
const lost = await outputLost();
const endCode = lost === null ? exitCode : complain(lost, process);

// Ends even when something still holds the event loop.
process.stderr.write('', () => process.exit(endCode));
