import { describe, expect, it } from 'vitest';
import { ConfigError, readConfig } from '../../server/config.ts';

describe('the environment', () => {
  it('takes an empty variable for one that was not given', () => {
    const config = readConfig({ PORT: '', DATABASE_URL: '', PMO_URL: ' ', LOKET_METRICS_TOKEN: '' });
    expect(config).toMatchObject({ port: 3000, databaseUrl: null, pmoUrl: null, metricsToken: null });
  });

  it('stops the start on a malformed value, naming it', () => {
    expect(() => readConfig({ PORT: 'tiga' })).toThrow(ConfigError);
    expect(() => readConfig({ DEMO: 'maybe' })).toThrow(/^DEMO/);
    expect(() => readConfig({ LOKET_NONSENSE: '1' })).toThrow(/LOKET_NONSENSE/);
  });
});
