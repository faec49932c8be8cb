import { parseArgs } from 'node:util';
import { refuse } from '../command-line.ts';
import { readConfig } from '../config.ts';
import { readPassword } from './hidden-input.ts';
import { ROLES } from './permission-rules.ts';
import { createStaffByCommand, StaffOptions } from './staff-command.ts';

const HELP = `usage: npm run staff:create -- --username NAME --name "FULL NAME" --role ROLE [--office CODE]
roles: ${ROLES.join(' ')}; without --office: the ministry. The password is asked for, or read from standard input.`;

try {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({
    options: { username: text, name: text, role: text, office: text, help: { type: 'boolean' } },
  });
  if (values.help) {
    console.log(HELP);
    process.exit(0);
  }
  const options = StaffOptions.parse(values);
  const config = readConfig();
  const password = await readPassword(`Password for ${options.username}: `);
  if (process.stdin.isTTY && (await readPassword('Again: ')) !== password) {
    console.error('loket-prakerja: the two passwords differ; nothing was changed');
    process.exit(1);
  }
  // Only now: a wrong option is told at once, without loading the whole server.
  const { openServices } = await import('../start.ts');
  const services = await openServices({ ...config, logLevel: 'error' }, (step) => console.error(step));
  try {
    const { username } = await createStaffByCommand(services, options, password);
    console.log(`${username} (${options.role}) can log in at ${config.publicUrl}`);
  } finally {
    await services.database.close();
  }
} catch (error) {
  refuse(error);
}
