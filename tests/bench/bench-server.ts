import { readConfig } from '../../server/config.ts';
import { start } from '../../server/start.ts';

/** The system as it runs, in a process of its own: told by its environment, it reports its port to the bench. */
const running = await start(
  readConfig(),
  process.env['BENCH_CLIENT_DIR'] ? { clientDir: process.env['BENCH_CLIENT_DIR'] } : {},
);
process.send?.({ port: running.port });
process.on('SIGTERM', () => {
  running.stop().then(
    () => process.exit(0),
    (error: unknown) => {
      console.error('the bench server did not stop', error);
      process.exit(1);
    },
  );
});
