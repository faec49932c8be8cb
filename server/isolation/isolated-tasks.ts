import type { TaskReply } from './isolated-process.ts';

/**
 * The child's side of an isolated process: answers each message with the result of `handle`. Of a thrown
 * error its message and code go back.
 */
export function serveTasks<Input, Output>(handle: (input: Input) => Promise<Output>): void {
  // Ctrl-C and a service manager's SIGTERM reach the whole group; the parent drains and then ends us.
  process.on('SIGINT', () => undefined);
  process.on('SIGTERM', () => undefined);
  process.on('disconnect', () => process.exit(0));
  process.on('message', (input: Input) => {
    void answer(() => handle(input)).then((reply) => process.send?.(reply));
  });
}

async function answer<Output>(run: () => Promise<Output>): Promise<TaskReply> {
  try {
    return { ok: true, output: await run() };
  } catch (error) {
    const code = (error as { code?: unknown }).code;
    const message = error instanceof Error ? error.message : String(error);
    return { ok: false, message, ...(typeof code === 'string' && { code }) };
  }
}
