import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { createServer } from 'vite';
import { refuse } from './command-line.ts';
import { readConfig } from './config.ts';

const CLIENT_PORT = 5173;

/** The server, started again whenever one of its files changes. */
function watchServer() {
  const tsx = createRequire(import.meta.url).resolve('tsx/cli');
  const args = [tsx, 'watch', '--clear-screen=false', 'server/main.ts', '--no-build'];
  return spawn(process.execPath, args, { stdio: 'inherit' });
}

try {
  const { port } = readConfig();
  const server = watchServer();
  // Cookies and the origin check need the browser to see one address: vite hands /api on.
  const vite = await createServer({
    configFile: 'vite.config.ts',
    server: {
      port: CLIENT_PORT,
      proxy: { '/api': { target: `http://127.0.0.1:${port}`, changeOrigin: false } },
    },
  });
  await vite.listen();
  console.log(`console with live reload: http://localhost:${vite.config.server.port}`);
  const stop = () => {
    server.kill('SIGTERM');
    void vite.close();
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  server.on('exit', (code) => {
    void vite.close().then(() => process.exit(code ?? 0));
  });
} catch (error) {
  refuse(error);
}
