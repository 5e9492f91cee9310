/** What came of asking one node: an answer, a refusal that every node would give, or nothing that is of use. */
export type NodeAnswer =
  | { kind: 'answer'; value: unknown }
  | { kind: 'refusal'; code: number; message: string }
  | { kind: 'silence'; why: string };

/** etcd's refusal, with its gRPC code. */
export class NodeFailure extends Error {
  override readonly name = 'NodeFailure';
  readonly code: number;

  constructor({ code, message }: { code: number; message: string }) {
    super(message);
    this.code = code;
  }

  /** The lease or key is not there, such as one whose time has run out. */
  get isMissing() {
    return this.code === 5;
  }

  /** It is there already, such as a lease that an earlier try has made. */
  get isThere() {
    return this.code === 9;
  }
}

// Refusals that another node, or the same one, would give as well: https://grpc.io/docs/guides/status-codes/
const final = new Set([3, 5, 6, 9, 11, 12]);

interface GatewayError {
  code?: number;
  message?: string;
  error?: string | null | { grpc_code?: number; message?: string };
}

/** Reads the answer of a node; a stream is read to its first line. */
export function readAnswer(status: number, text: string): NodeAnswer {
  const value = parse(text.split('\n', 1)[0] ?? '');
  const problem = readProblem(value, status >= 400);
  if (status < 400 && value !== undefined && !problem) return { kind: 'answer', value };
  const { code = 0, message = `it answers ${status}` } = problem ?? {};
  return final.has(code) ? { kind: 'refusal', code, message } : { kind: 'silence', why: message };
}

// A stream tells its failure in a line of its own, with the status 200.
function readProblem(value: unknown, isFailure: boolean): { code?: number; message?: string } | undefined {
  const { code, message, error } = (value ?? {}) as GatewayError;
  if (typeof error === 'object' && error !== null) return { code: error.grpc_code ?? 0, message: error.message ?? '' };
  return isFailure ? { code: code ?? 0, message: message ?? error ?? 'it refuses' } : undefined;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
