import { createRequire } from 'node:module';
import { JbtError } from '../../model/errors.ts';
import { OWN_PACKAGE } from '../system/package.ts';

/** Loads BullMQ of the project, which only runs on several machines need. Throws JbtError `MissingLibrary`. */
export function loadBullmq(): typeof import('bullmq') {
  const require = createRequire(import.meta.url);
  try {
    return require(require.resolve('bullmq', { paths: [process.cwd(), OWN_PACKAGE] }));
  } catch (error) {
    const [reason] = (error instanceof Error ? error.message : String(error)).split('\n');
    throw new JbtError('MissingLibrary', `several machines need the library bullmq: npm install bullmq@6 (${reason})`);
  }
}
