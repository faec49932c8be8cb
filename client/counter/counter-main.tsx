import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { askForSync, install } from './background-sync.ts';
import { createController } from './counter-controller.ts';
import { openCounterDb } from './counter-db.ts';
import { CounterApp } from './CounterApp.tsx';
import './counter.css';

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');

void openCounterDb().then(async (db) => {
  const controller = createController(db, () => void askForSync());
  await controller.start();
  createRoot(root).render(
    <StrictMode>
      <CounterApp controller={controller} />
    </StrictMode>,
  );
});
void install();
