import { useState } from 'preact/hooks';
import { command } from './connection.ts';
import { type HostCondition, listActions } from './list-actions.ts';

const labels: Record<string, string> = {
  kill: 'Kill',
  stop: 'Stop',
  pause: 'Pause',
  resume: 'Resume',
  start: 'Start',
  reload: 'Reload',
  partition: 'Cut off',
  slow: 'Slow down',
  heal: 'Heal the network of',
  poweroff: 'Power off',
};

/** The buttons of a host, each with the command line that does the same. */
export function Actions({ name, ...condition }: HostCondition & { name: string }) {
  const actions = listActions(condition);
  const [shown, setShown] = useState('');
  const [underWay, setUnderWay] = useState('');
  const [said, setSaid] = useState('');
  const act = async (action: string) => {
    setUnderWay(action);
    setSaid('');
    const { done, text } = await command([action, name]);
    setUnderWay('');
    if (!done) setSaid(text);
  };
  const word = actions.includes(shown) ? shown : actions[0];
  const label = (action: string) => labels[action]?.replace(/ of$/, '');
  return (
    <div class="actions">
      {actions.map((action) => (
        <button
          key={action}
          type="button"
          class={action}
          aria-disabled={underWay === action}
          aria-label={`${labels[action]} ${name}`}
          onMouseEnter={() => setShown(action)}
          onFocus={() => setShown(action)}
          onClick={() => underWay !== action && act(action)}
        >
          {label(action)}
        </button>
      ))}
      {word && <code>./lab {`${word} ${name}`}</code>}
      {condition.isMachine && condition.state === 'unknown' && (
        <p>A machine without power comes back when it is switched on, such as with: vagrant up {name}</p>
      )}
      <p role="status">{said || (underWay && `${label(underWay)} is under way …`)}</p>
    </div>
  );
}
