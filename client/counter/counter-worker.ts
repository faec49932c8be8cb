import { cleanupOutdatedCaches, createHandlerBoundToURL, precacheAndRoute } from 'workbox-precaching';
import { NavigationRoute, registerRoute } from 'workbox-routing';

/** What a service worker's scope has and a page's has not; the compiler knows only the page's. */
interface WorkerScope {
  __WB_MANIFEST: Parameters<typeof precacheAndRoute>[0];
  clients: { matchAll(options: { type: 'window' }): Promise<readonly { postMessage(text: string): void }[]> };
  addEventListener(
    type: 'sync',
    listener: (event: { tag: string; waitUntil(work: Promise<void>): void }) => void,
  ): void;
}
declare const self: WorkerScope;

// The page's own files and nothing else: an answer of the API is never kept.
precacheAndRoute(self.__WB_MANIFEST);
cleanupOutdatedCaches();
registerRoute(new NavigationRoute(createHandlerBoundToURL('index.html')));

/** The browser says that the network is back. Forms open only in the page of their clerk, so the pages are told. */
async function tellPages(): Promise<void> {
  for (const page of await self.clients.matchAll({ type: 'window' })) page.postMessage('outbox');
}

self.addEventListener('sync', (event) => {
  if (event.tag === 'outbox') event.waitUntil(tellPages());
});
