import { useEffect, useRef, useState } from 'preact/hooks';
import { Failure, listMessages } from '../requests/failure.ts';

/** After this time without an answer a form says so; until then only the notice does. */
const patienceMs = 3_000;

const unableToConnect = 'Unable to connect. What you typed is kept, and is sent as soon as the service answers.';

/** What a form may tell its request. */
export interface Submission {
  onSilence(sinceMs: number): void;
}

export interface Submit {
  messages: string[];
  /** Whether the API refused because the session has ended. */
  needsLogin: boolean;
  isSending: boolean;
  /** Sends; `then` runs afterwards if the form is still there. */
  submit<Answer>(run: (submission: Submission) => Promise<Answer>, then?: (answer: Answer) => void): Promise<void>;
}

/** The state of a form or a button that sends something, with what went wrong. */
export function useSubmit(): Submit {
  const [messages, setMessages] = useState<string[]>([]);
  const [needsLogin, setNeedsLogin] = useState(false);
  const [isSending, setSending] = useState(false);
  const isHere = useRef(true);
  useEffect(() => {
    isHere.current = true;
    return () => {
      isHere.current = false;
    };
  }, []);
  const onSilence = (sinceMs: number) => {
    if (sinceMs >= patienceMs) setMessages([unableToConnect]);
  };
  return {
    messages,
    needsLogin,
    isSending,
    async submit(run, then) {
      if (isSending) return;
      setSending(true);
      setMessages([]);
      setNeedsLogin(false);
      try {
        const answer = await run({ onSilence });
        setMessages([]);
        if (isHere.current) then?.(answer);
      } catch (error) {
        setMessages(listMessages(error));
        setNeedsLogin(error instanceof Failure && error.status === 401);
      } finally {
        setSending(false);
      }
    },
  };
}
