import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { JbtError } from '../../../model/errors.ts';
import {
  type CandleContent,
  type CandleFile,
  type CandleFileOptions,
  type CandleFileReader,
  type OpenedFile,
  readContent,
  withFile,
} from '../file.ts';
import { peek } from './content.ts';
import { unzip } from './zip.ts';

const PIECE_BYTES = 1 << 18;

/** Reads a file or pipe: itself, or the files of a zip archive. Throws JbtError `FileNotFound`, and what readers throw. */
export async function* readCandleFiles(
  readers: readonly CandleFileReader[],
  path: string,
  name: string,
  options: CandleFileOptions,
): AsyncGenerator<CandleFile> {
  try {
    yield* withFile(path, name, async function* (file) {
      for await (const content of unpack(file, options.entry)) yield* readContent(readers, content, options);
    });
  } catch (error) {
    if (error instanceof JbtError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    const fault = `cannot be read to its end (${reason}): it is damaged or no candle file`;
    throw new JbtError('InvalidCandles', `${name} ${fault}`);
  }
}

/** Unpacks a file or pipe, recognised by its first bytes. */
async function* unpack(file: OpenedFile, entry: string | null): AsyncGenerator<CandleContent> {
  const { name, path, size } = file;
  const content = await peek(name, size, () => file.open(), size !== null);
  const { start } = content;
  if (start.length === 0) throw new JbtError('InvalidCandles', `${name} is empty`);
  if (start.toString('latin1', 0, 4) === 'PK\x03\x04') {
    if (size === null) throw new JbtError('InvalidCandles', `${name} ${ZIP_IN_PIPE}`);
    yield* unzip(path, name, entry);
    return;
  }
  if (entry !== null) throw new JbtError('InvalidCandles', `${name} is no zip archive: --entry chooses a file of one`);
  if (start[0] === 0x1f && start[1] === 0x8b) yield await gunzip(content);
  else yield content;
}

const ZIP_IN_PIPE = 'is a zip archive in a pipe, which cannot be read from its end: make it a file first';

async function gunzip({ name, size, bytes, isRepeatable }: CandleContent): Promise<CandleContent> {
  let read = 0;
  async function* counted() {
    read = 0;
    for await (const piece of bytes()) {
      read += piece.length;
      yield piece;
    }
  }
  // The last stream passes on the errors of the others.
  const open = () => pipeline(counted(), createGunzip({ chunkSize: PIECE_BYTES }), () => {});
  const content = await peek(name, null, open, isRepeatable);
  return size === null ? content : { ...content, share: () => read / size };
}
