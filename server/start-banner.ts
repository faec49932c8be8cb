import type { Config } from './config.ts';
import { DEMO_ACCOUNTS, DEMO_PASSWORD } from '../seeds/demo/demo-accounts.ts';

/** Tells whoever started the system where it is and, with demo data, who may log in. */
export function announce(config: Config, port: number): void {
  const lines = [
    `Loket Prakerja: http://localhost:${port}`,
    `Data: ${config.databaseUrl ? 'PostgreSQL' : config.sqliteFile}`,
  ];
  if (config.demo) {
    lines.push('', `Demo accounts (password ${DEMO_PASSWORD}):`);
    for (const account of DEMO_ACCOUNTS)
      lines.push(`  ${account.username.padEnd(12)} ${account.role.padEnd(12)} ${account.fullName}`);
  }
  console.log(lines.join('\n'));
}
