import { useState, type FormEvent } from 'react';
import type { LoginProblem } from './counter-login.ts';
import { useCounter, useCounterState } from './counter-context.ts';

/** The door: by the server where there is a network, else by what the clerk left on this device. */
export function LoginPanel() {
  const { controller, say } = useCounter();
  const { people } = useCounterState();
  const [problem, setProblem] = useState<LoginProblem | null>(null);
  const [busy, setBusy] = useState(false);
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    setBusy(true);
    setProblem(null);
    try {
      setProblem(await controller.logIn(String(data.get('username')), String(data.get('password'))));
    } catch {
      // The keys could not be made or opened: told as what it is to the clerk, the server or the device failed.
      setProblem('server');
    } finally {
      setBusy(false);
    }
  };
  const known = people[0] ?? '';
  return (
    <main className="door">
      <form className="card" onSubmit={(event) => void submit(event)}>
        <h2>{say('counter.login.title')}</h2>
        <p className="quiet">{say('counter.login.help')}</p>
        <label>
          {say('counter.login.username')}
          <input
            name="username"
            list="known-people"
            defaultValue={known}
            autoComplete="username"
            autoFocus={!known}
            required
          />
        </label>
        <datalist id="known-people">
          {people.map((name) => (
            <option key={name} value={name} />
          ))}
        </datalist>
        <label>
          {say('counter.login.password')}
          <input
            name="password"
            type="password"
            autoComplete="current-password"
            autoFocus={known !== ''}
            required
          />
        </label>
        {problem && (
          <p role="alert" className="note error">
            {say(`counter.login.problems.${problem}`)}
          </p>
        )}
        <button type="submit" className="main" disabled={busy}>
          {say(busy ? 'counter.login.opening' : 'counter.login.submit')}
        </button>
      </form>
    </main>
  );
}
