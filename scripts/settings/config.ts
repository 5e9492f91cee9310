import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseEnv } from 'node:util';
import * as z from 'zod';
import { UserError } from '../messages/user-error.ts';

/** The project's own folder. */
export const projectDir = resolve(import.meta.dirname, '../..');

const optionalText = z.string().min(1).optional();
// MySQL's own accounts and schemas, and the lab's: giving one to the application would lock their users out.
const reserved = /^(root|mysql|mysql\..*|lab|lab_.*|check_.*|sys|performance_schema|information_schema)$/i;
const accountName = z
  .string()
  .regex(/^[A-Za-z0-9_.-]{1,32}$/, 'must be up to 32 letters, digits, "_", "." or "-"')
  .refine(
    (name) => !reserved.test(name),
    "is a name that MySQL or the lab itself uses; choose one of the application's own",
  );

const schema = z.object({
  LAB_DIR: z.string().min(1).default('.lab'),
  LAB_PORT_SHIFT: z.coerce.number().int().min(0).max(40_000).optional(),
  LAB_CACHE: optionalText,
  LAB_HOSTS_ARE: z.enum(['processes', 'machines']).default('processes'),
  LAB_SSH_KEY: optionalText,
  LAB_CALLER: z.enum(['vagrant', 'ssh']).optional(),
  LAB_GIVEN_BY: z.enum(['page']).optional(),
  LAB_PREFIX: optionalText,
  LAB_PATIENCE: z.coerce.number().min(1).max(20).optional(),
  LAB_PAGE_PORT: z.coerce.number().int().min(1).max(65_535).optional(),
  LAB_TLS: z.enum(['on', 'off']).optional(),
  LAB_WITH: optionalText,
  LAB_WEBHOOK_PRIVATE: z.enum(['on', 'off']).optional(),
  LAB_LIMITS: z.enum(['on', 'off']).default('off'),
  LAB_FILE: z.string().min(1).default('lab.json'),
  XDG_CACHE_HOME: optionalText,
  DB_DATABASE: accountName.optional(),
  DB_USERNAME: accountName.optional(),
  DB_PASSWORD: z.string().min(1).max(128).optional(),
  APP_KEY: optionalText,
  JWT_SECRET: optionalText,
});

/** The settings of the lab's own commands; the API has its own in api/config.ts. */
export type Config = ReturnType<typeof readConfig>;

/** Reads the environment, and `.env` for what the environment leaves open; throws all mistakes at once. */
export function readConfig(environment: NodeJS.ProcessEnv = process.env) {
  const { LAB_ENV_FILE: envFile } = environment;
  const dotEnv = readDotEnv(envFile ?? join(projectDir, '.env'));
  const result = schema.safeParse(withoutBlanks({ ...dotEnv, ...environment }));
  if (!result.success)
    throw new UserError(describeProblems(result.error), { next: 'correct the setting, or unset it' });
  const settings = result.data;
  return {
    stateDir: resolve(projectDir, settings.LAB_DIR),
    /** On the web machine, hosts are machines that these tools rule over SSH; `--target` says where the lab is. */
    hostsAre: settings.LAB_HOSTS_ARE,
    sshKey: settings.LAB_SSH_KEY,
    /** Who has called these tools from another machine, and takes the evidence home; Vagrant's can switch machines on. */
    caller: settings.LAB_CALLER,
    /** Which program gives the command, where it is no person at the command line. */
    givenBy: settings.LAB_GIVEN_BY,
    networkPrefix: settings.LAB_PREFIX,
    /** The port of the person's computer that is forwarded to the page of a lab on machines. */
    pagePort: settings.LAB_PAGE_PORT,
    portShift: settings.LAB_PORT_SHIFT,
    /** Whether the services of machines are held to the limits of lab.json. */
    isLimited: settings.LAB_LIMITS === 'on',
    /** Profiles of lab.json that `up` starts too. */
    profiles: splitList(settings.LAB_WITH),
    cacheDir: resolve(
      projectDir,
      settings.LAB_CACHE ?? join(settings.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'mysql-group-lab'),
    ),
    labFile: resolve(projectDir, settings.LAB_FILE),
    overrides: settings,
    /** What the hosts' programs inherit: the person's environment and `.env`, the environment first. */
    environment: { ...dotEnv, ...environment },
    /** What the programs inherit that run these tools beside the lab: they read `.env` themselves, as it is by then. */
    toolsEnvironment: { ...environment, ...(envFile && { LAB_ENV_FILE: resolve(envFile) }) },
  };
}

/** The names in a list such as "edge,monitor". */
export function splitList(text = '') {
  return text.split(',').flatMap((word) => word.trim() || []);
}

function readDotEnv(path: string) {
  return path !== '' && existsSync(path) ? parseEnv(readFileSync(path, 'utf8')) : {};
}

function withoutBlanks(values: Record<string, string | undefined>) {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== ''));
}

function describeProblems(error: z.ZodError) {
  const lines = error.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`);
  return `These settings, from the environment or .env, cannot be used:\n${lines.join('\n')}`;
}
