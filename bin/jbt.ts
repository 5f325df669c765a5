#!/usr/bin/env node
import { main } from '../src/cli/main.ts';
import { surroundingsOf } from '../src/cli/surroundings.ts';

const { stdout, stderr } = process;

// `jbt run --json | head` closes the pipe early: whoever reads has had enough, which does not harm the run.
stdout.on('error', () => {});

const exitCode = await main(surroundingsOf(process));

// Ends even when something still holds the event loop, but not before a slow reader has had everything.
stdout.write('', () => stderr.write('', () => process.exit(exitCode)));
