import { readConfig } from '../../server/config.ts';
import { start } from '../../server/start.ts';
import { loadDemo } from './load-demo.ts';

// Whoever ordered the demo is gone: nobody would see how it ends.
process.on('disconnect', () => process.exit(1));

const running = await start(
  { ...readConfig(), port: 0, host: '127.0.0.1' },
  { onStep: (text) => process.stderr.write(`${text}\n`), prepare: loadDemo },
);
await running.stop();
process.exit(0);
