import { deflateSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { createImagePipeline } from '../../../server/documents/image-pipeline.ts';
import { inspectPdf } from '../../../server/documents/pdf-inspection.ts';
import { phoneJpeg, smallPdf } from '../../support/document-samples.ts';

const refusal = (upload: Uint8Array): string => {
  try {
    inspectPdf(upload);
    return 'accepted';
  } catch (error) {
    return (error as { code: string }).code;
  }
};
const hidden = (objects: string, head = '/Type /ObjStm /N 1 /First 4 /Filter /FlateDecode') =>
  smallPdf(undefined, { head, body: deflateSync(Buffer.from(objects)) });

describe('a signed paper as PDF', () => {
  it('is accepted when it is a plain document, with or without object streams', () => {
    expect(refusal(smallPdf())).toBe('accepted');
    expect(refusal(smallPdf('/Type /Catalog /Pages 2 0 R /OpenAction [2 0 R /Fit]'))).toBe('accepted');
    expect(refusal(hidden('4 0 << /Type /Font /BaseFont /Helvetica >>'))).toBe('accepted');
  });

  it.each([
    ['a script', '/OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >>'],
    ['a script spelt with escapes', '/OpenAction << /S /J#61va#53cript /JS (1) >>'],
    ['starting a program', '/OpenAction << /S /Launch /F (cmd.exe) >>'],
    ['a carried file', '/Names << /EmbeddedFiles 5 0 R >>'],
    ['a carried file stream', '/Type /EmbeddedFile'],
    ['sending a form', '/AA << /S /SubmitForm >>'],
    ['encryption', '/Encrypt 9 0 R'],
  ])('is refused when it holds %s, in the open or in a compressed object stream', (_what, text) => {
    expect(refusal(smallPdf(`/Type /Catalog ${text}`))).toBe('ACTIVE_CONTENT');
    expect(refusal(hidden(`4 0 << ${text} >>`))).toBe('ACTIVE_CONTENT');
  });

  it('is refused when its object stream is disguised', () => {
    const script = '4 0 << /S /JavaScript >>';
    const disguises = [
      '/Type /Obj#53tm /Filter /FlateDecode',
      '/Type /ObjStm /Note (endstream endobj 7 0 obj) /Filter /FlateDecode',
      '/Type /ObjStm /Note /obj /Filter /FlateDecode % stream',
    ];
    for (const head of disguises) expect(refusal(hidden(script, head))).toBe('ACTIVE_CONTENT');
  });

  it('is refused when an object stream cannot be read or is a bomb', () => {
    expect(refusal(hidden('', '/Type /ObjStm /Filter [/ASCIIHexDecode /FlateDecode]'))).toBe(
      'ACTIVE_CONTENT',
    );
    const bomb = { head: '/Type /ObjStm', body: deflateSync(Buffer.alloc(300 * 1024 * 1024)) };
    expect(refusal(smallPdf(undefined, bomb))).toBe('ACTIVE_CONTENT');
  });

  it('is refused when it was cut or another file rides behind its end', () => {
    const pdf = smallPdf();
    expect(refusal(pdf.subarray(0, pdf.length - 8))).toBe('TRUNCATED');
    expect(refusal(Buffer.concat([pdf, Buffer.from('PK\x03\x04')]))).toBe('TRUNCATED');
    expect(refusal(Buffer.concat([pdf, Buffer.from('\r\n\0')]))).toBe('accepted');
  });

  it('is refused when it is something else or over ten megabytes', async () => {
    expect(refusal(await phoneJpeg())).toBe('UNSUPPORTED_TYPE');
    expect(refusal(Buffer.concat([Buffer.from('\n'), smallPdf()]))).toBe('UNSUPPORTED_TYPE');
    expect(refusal(smallPdf(undefined, { head: '', body: Buffer.alloc(10 * 1024 * 1024) }))).toBe(
      'TOO_LARGE',
    );
  });
});

describe('a signed paper in the document process', () => {
  const pipeline = createImagePipeline();
  afterAll(() => pipeline.stop());

  it('is answered as it is judged', async () => {
    await expect(pipeline.checkPdf(smallPdf())).resolves.toBeUndefined();
    await expect(pipeline.checkPdf(smallPdf('/S /JavaScript'))).rejects.toMatchObject({
      code: 'ACTIVE_CONTENT',
    });
    await expect(pipeline.checkPdf(await phoneJpeg())).rejects.toMatchObject({ code: 'UNSUPPORTED_TYPE' });
  });
});
