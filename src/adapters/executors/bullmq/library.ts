import { JbtError } from '../../../model/errors.ts';

/** Loads BullMQ, which only runs on several machines need. Throws JbtError `MissingLibrary`. */
export async function loadBullmq(): Promise<typeof import('bullmq')> {
  try {
    return await import('bullmq');
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new JbtError('MissingLibrary', `several machines need the library bullmq (${reason}): npm install bullmq@6`);
  }
}
