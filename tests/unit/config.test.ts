import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { ConfigError, readConfig } from '../../server/config.ts';

const LONG = 'a'.repeat(32);
const dir = mkdtempSync(join(tmpdir(), 'loket-config-'));
const file = (name: string, text: string) => {
  writeFileSync(join(dir, name), text);
  return join(dir, name);
};
const complaint = (env: Record<string, string>) => {
  try {
    readConfig(env);
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  return null;
};

describe('what the environment says', () => {
  afterAll(() => rmSync(dir, { recursive: true }));

  it('of the PMO’s system is a secret long enough, and a token only beside one', () => {
    const secret = { LOKET_PMO_ANSWER_SECRET: `${LONG}, ${'b'.repeat(32)}` };
    expect(readConfig({}).pmoAnswers).toEqual({ token: null, secrets: [] });
    expect(
      readConfig({ ...secret, LOKET_PMO_ANSWER_TOKEN_FILE: file('pmo-token', `${LONG}\n`) }).pmoAnswers,
    ).toEqual({
      token: LONG,
      secrets: [LONG, 'b'.repeat(32)],
    });
    expect(complaint({ LOKET_PMO_ANSWER_SECRET: `${LONG},short` })).toContain('LOKET_PMO_ANSWER_SECRET');
    expect(complaint({ ...secret, LOKET_PMO_ANSWER_TOKEN: 'short' })).toContain('LOKET_PMO_ANSWER_TOKEN');
    expect(complaint({ LOKET_PMO_ANSWER_TOKEN: LONG })).toContain('missing LOKET_PMO_ANSWER_SECRET');
  });

  it('of a counter’s device is how many days things may lie on it', () => {
    expect(readConfig({}).counterKeepDays).toBe(14);
    expect(readConfig({ LOKET_COUNTER_KEEP_DAYS: '7' }).counterKeepDays).toBe(7);
    // Shorter than the warning before it would be none.
    expect(complaint({ LOKET_COUNTER_KEEP_DAYS: '3' })).toContain('LOKET_COUNTER_KEEP_DAYS');
  });

  it('of mail is a server with a sender, or nothing', () => {
    expect(readConfig({}).smtpUrl).toBeNull();
    const url = 'smtps://loket:rahasia@mail.example:465';
    const sender = 'Loket <loket@uji.example>';
    expect(readConfig({ SMTP_URL: url, LOKET_MAIL_FROM: sender })).toMatchObject({
      smtpUrl: url,
      mailFrom: sender,
    });
    expect(complaint({ SMTP_URL: url })).toContain('missing LOKET_MAIL_FROM');
    expect(complaint({ SMTP_URL: 'http://mail.example', LOKET_MAIL_FROM: sender })).toContain('SMTP_URL');
    expect(complaint({ LOKET_MAIL_FROM: 'Loket\nBcc: x@y.example' })).toContain('LOKET_MAIL_FROM');
  });

  describe('of an account at Dukcapil', () => {
    const account = {
      DUKCAPIL_USER_ID: 'kemnaker',
      DUKCAPIL_PASSWORD: 'rahasia',
      DUKCAPIL_IP_USER: '10.1.2.3',
    };
    const url = 'https://dukcapil.example/dukcapil/get_json/kemnaker/CALL_VERIFY_BY_ELEMEN';

    it('is taken whole, with the day its credentials end', () => {
      const given = { ...account, DUKCAPIL_URL: url, DUKCAPIL_CREDENTIALS_EXPIRE: '2027-03-31' };
      expect(readConfig(given).dukcapil).toEqual({
        url,
        userId: 'kemnaker',
        password: 'rahasia',
        ipUser: '10.1.2.3',
        expiresOn: '2027-03-31',
        concurrency: 8,
        timeoutMs: 10_000,
      });
      expect(readConfig({}).dukcapil).toBeNull();
    });

    it('names each part that is missing beside the address', () => {
      expect(
        complaint({ DUKCAPIL_URL: url })
          ?.split('\n')
          .map((line) => line.split(' ')[1]),
      ).toEqual(['DUKCAPIL_USER_ID:', 'DUKCAPIL_PASSWORD', 'DUKCAPIL_IP_USER:']);
    });

    it('goes over TLS, but for a simulator on this very machine', () => {
      expect(complaint({ ...account, DUKCAPIL_URL: 'http://10.0.0.9/x' })).toMatch(
        /^DUKCAPIL_URL: must begin with https/,
      );
      expect(complaint({ ...account, DUKCAPIL_URL: 'http://127.0.0.1:4100/x' })).toBeNull();
      expect(complaint({ ...account, DUKCAPIL_URL: 'ftp://dukcapil.example' })).toMatch(/^DUKCAPIL_URL/);
      expect(complaint({ ...account, DUKCAPIL_URL: url, DUKCAPIL_CREDENTIALS_EXPIRE: '31-03-2027' })).toMatch(/^DUKCAPIL_CREDENTIALS_EXPIRE/); // prettier-ignore
    });
  });

  it('names everything production lacks, each in a line of its own', () => {
    const lines = complaint({ NODE_ENV: 'production' })?.split('\n') ?? [];
    expect(lines.map((line) => line.split(' ')[1])).toEqual([
      'SESSION_SECRET',
      'LOKET_KEYRING',
      'LOKET_SIGNING_KEY',
      'PUBLIC_URL:',
    ]);
  });

  it('never loads demo people in production, whatever is asked', () => {
    const env = {
      NODE_ENV: 'production',
      SESSION_SECRET: LONG,
      LOKET_KEYRING: '{}',
      LOKET_SIGNING_KEY: '{}',
      PUBLIC_URL: 'https://a.id',
    };
    expect(readConfig({ ...env, DEMO: 'on' }).demo).toBe(false);
  });

  it('takes an empty variable for one that was not given', () => {
    const config = readConfig({ PORT: '', DATABASE_URL: '', PMO_URL: ' ', LOKET_METRICS_TOKEN: '' });
    expect(config).toMatchObject({ port: 3000, databaseUrl: null, pmo: null, metricsToken: null });
  });

  it('stops the start on a malformed value, naming it', () => {
    expect(complaint({ PORT: 'tiga' })).toMatch(/^PORT/);
    expect(complaint({ DEMO: 'maybe' })).toMatch(/^DEMO/);
  });

  it('refuses a setting it does not know', () => {
    expect(complaint({ LOKET_KEYRNG_FILE: 'x' })).toMatch(/^LOKET_KEYRNG_FILE is not a setting/);
  });

  it('takes several session secrets, and none that is short by itself', () => {
    expect(readConfig({ SESSION_SECRET: `${LONG},${LONG}b` }).sessionSecrets).toEqual([LONG, `${LONG}b`]);
    for (const weak of ['short', `${LONG},`, `short,${LONG}`])
      expect(complaint({ SESSION_SECRET: weak }), weak).toMatch(/^SESSION_SECRET/);
    expect(complaint({ SESSION_SECRET_FILE: file('weak', 'short\n') })).toMatch(/^SESSION_SECRET/);
    expect(readConfig({ SESSION_SECRET_FILE: file('good', `${LONG}\n`) }).sessionSecrets).toEqual([LONG]);
  });

  it('takes the proxy as a number of hops or as addresses, and trusts nobody by mistake', () => {
    const proxy = (text: string) => readConfig({ LOKET_TRUST_PROXY: text }).trustProxy;
    expect(proxy('1')).toBe(1);
    expect(proxy('loopback, 10.0.0.0/8, fd00::1')).toBe('loopback, 10.0.0.0/8, fd00::1');
    for (const wrong of ['true', 'proxy.example', '10.0.0.0/8,'])
      expect(complaint({ LOKET_TRUST_PROXY: wrong }), wrong).toMatch(/^LOKET_TRUST_PROXY/);
  });
});

describe('the PMO’s own system', () => {
  const loopback = { PMO_URL: 'http://127.0.0.1:4200', PMO_TOKEN: 'rahasia-uji' };

  it('is reached by https, in the clear only on this very machine', () => {
    expect(readConfig(loopback).pmo).toMatchObject({ url: 'http://127.0.0.1:4200', ca: null });
    expect(() => readConfig({ ...loopback, PMO_URL: 'http://pmo.example.go.id' })).toThrow(/PMO_URL.*https/);
    expect(readConfig({ ...loopback, PMO_URL: 'https://pmo.example.go.id' }).pmo?.token).toBe('rahasia-uji');
  });

  it('needs a token that fits into a header, and a certificate that can be read', () => {
    expect(() => readConfig({ PMO_URL: loopback.PMO_URL })).toThrow(/missing PMO_TOKEN/);
    expect(() => readConfig({ ...loopback, PMO_TOKEN: 'dua baris\nrahasia' })).toThrow(/PMO_TOKEN/);
    expect(() => readConfig({ ...loopback, PMO_CA_FILE: '/nowhere/ca.pem' })).toThrow(/PMO_CA_FILE/);
  });
});
