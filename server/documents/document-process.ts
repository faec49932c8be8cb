import { decodeAndEncode, type ReencodedImage } from './image-decoder.ts';
import { serveTasks } from '../isolation/isolated-tasks.ts';
import { inspectPdf } from './pdf-inspection.ts';

/** One upload to judge, away from the server's process. */
export interface UploadTask {
  task: 'image' | 'pdf';
  upload: Uint8Array;
}

serveTasks(async ({ task, upload }: UploadTask): Promise<ReencodedImage | null> => {
  if (task === 'image') return decodeAndEncode(upload);
  inspectPdf(upload);
  return null;
});
