import { useCallback, useEffect, useState } from 'react';
import { asPortalError, call } from './portal-api.ts';
import type { Region } from './region-rules.ts';

export interface RegionsState {
  regions: readonly Region[];
  failed: boolean;
  retry: () => Promise<void>;
}

/** The provinces and regencies, asked for once while the form is open. */
export function useRegions(): RegionsState {
  const [regions, setRegions] = useState<readonly Region[]>([]);
  const [failed, setFailed] = useState(false);
  const load = useCallback(async () => {
    try {
      setRegions(await call<Region[]>('GET', 'regions'));
      setFailed(false);
    } catch (thrown) {
      asPortalError(thrown);
      setFailed(true);
    }
  }, []);
  useEffect(() => {
    void load();
  }, [load]);
  return { regions, failed, retry: load };
}
