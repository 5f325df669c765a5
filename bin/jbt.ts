#!/usr/bin/env node
import { processIo } from '../src/cli/io.ts';
import { complain, main } from '../src/cli/main.ts';
import { watchOutput } from '../src/cli/output.ts';

const outputLost = watchOutput(process);
const exitCode = await main(processIo(process));
const lost = await outputLost();
const endCode = lost === null ? exitCode : complain(lost, process);

// Ends even when something still holds the event loop.
process.stderr.write('', () => process.exit(endCode));
