import { z } from 'zod';

const schema = z.object({
  API_URL: z
    .url({
      error:
        'API_URL names no API to test. Start one and say where it is: API_URL=http://127.0.0.1:3000 npm run test:api',
    })
    .transform((url) => url.replace(/\/+$/, '').replace(/\/api$/, '')),
  JWT_SECRET: z.string().min(1).optional(),
  DB_HOST: z.string().min(1).optional(),
  DB_PORT: z.coerce.number().int().default(3306),
  DB_DATABASE: z.string().default('realworld'),
  DB_USERNAME: z.string().optional(),
  DB_PASSWORD: z.string().default(''),
  FUZZ_SEED: z.coerce.number().int().optional(),
  FUZZ_REQUESTS: z.coerce.number().int().positive().default(20_000),
  FUZZ_SECONDS: z.coerce.number().positive().default(180),
  LAB_DIR: z.string().min(1).optional(),
});

/** What the tests know of the API they test; the only place of these tests that reads process.env. */
export const environment = parseEnvironment();

function parseEnvironment(): z.infer<typeof schema> {
  const parsed = schema.safeParse(process.env);
  if (parsed.success) return parsed.data;
  throw oneLineError(parsed.error.issues.map((issue) => issue.message).join(' '));
}

function oneLineError(message: string): Error {
  const error = new Error(message);
  error.stack = message;
  return error;
}
