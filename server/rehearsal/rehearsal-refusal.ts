import { ConfigError } from '../config.ts';

/** Before anything is opened or asked of the surroundings. */
export function assertNotProduction(production: boolean): void {
  if (production)
    throw new ConfigError('refused, NODE_ENV is production: invented people never enter a real system');
}
