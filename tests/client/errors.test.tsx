import { HttpError } from 'react-admin';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { errorInWords, errorLine, fieldErrors } from '../../client/form-errors.ts';
import { request, toHttpError } from '../../client/http-client.ts';
import { i18nProvider } from '../../client/i18n/i18n-provider.ts';

const translate = (key: string, options?: Record<string, unknown>) => i18nProvider.translate(key, options);

afterEach(() => vi.unstubAllGlobals());

describe('errors of the API', () => {
  const body = {
    code: 'BLOCKED',
    message: 'This cannot be done now',
    details: {
      blockers: [
        { code: 'IDENTITY_STALE', message: 'stale' },
        { code: 'NEW_CODE', message: 'something new' },
      ],
    },
    requestId: 'req-7',
  };

  it('keep their whole body, so that blockers and field errors reach the page', () => {
    const error = toHttpError(409, body, null);
    expect(error).toBeInstanceOf(HttpError);
    expect(error.status).toBe(409);
    expect(error.body).toEqual(body);
  });

  it('are said in the language of the user, each blocker by its code, an unknown one in the server’s words', () => {
    const words = errorInWords(toHttpError(409, body, null), translate);
    expect(words.text).toBe('Belum dapat dilakukan');
    expect(words.blockers).toEqual(['Pemeriksaan identitas kedaluwarsa; periksa lagi', 'something new']);
    expect(words.requestId).toBe('req-7');
  });

  it('are quoted in one line with the request id that support needs', () => {
    expect(errorLine(toHttpError(409, body, null), translate)).toMatch(
      /^Belum dapat dilakukan: .+ \(req-7\)$/,
    );
  });

  it('give the fields of a form their messages', () => {
    const error = toHttpError(
      422,
      { code: 'INVALID_INPUT', message: '', errors: { nik: '16 digits' } },
      null,
    );
    expect(fieldErrors(error)).toEqual({ nik: '16 digits' });
    expect(fieldErrors(new Error('boom'))).toEqual({});
  });

  it('get a code and the request id of the header where a proxy answered with a page of its own', () => {
    const error = toHttpError(502, undefined, 'req-9');
    expect(error.body).toEqual({ code: 'SERVER_ERROR', message: '', requestId: 'req-9' });
  });

  it('say that the network failed when no answer came at all', async () => {
    vi.stubGlobal('fetch', vi.fn().mockRejectedValue(new TypeError('Failed to fetch')));
    const failed = request('/api/health');
    await expect(failed).rejects.toMatchObject({ status: 0, body: { code: 'NETWORK' } });
  });

  it('are never shown as a bare number when the client itself failed', () => {
    expect(errorInWords(new Error('x is undefined'), translate).text).toMatch(/kesalahan pada aplikasi/);
  });
});
