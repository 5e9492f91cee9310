import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { isIP } from 'node:net';
import { join } from 'node:path';
import type { pki } from 'node-forge';
import { readJson, writeJson } from './state-dir.ts';

/** A certificate and its private key, in PEM. */
export interface Certificate {
  certificate: string;
  key: string;
}

/** The lab's own authority, and what it has issued. With its key a program can pass for any host: it is in no other file. */
interface Kept {
  authority: Certificate;
  hosts: Record<string, Certificate>;
}

/** What hosts prove with who they are. */
export interface Certificates {
  /** The authority's certificate: what it signed belongs to this lab. */
  authority: string;
  /** That of a host whose role has one. */
  of(host: { name: string }): Certificate;
}

/** A host, and the further names and addresses by which clients know it. */
export interface Certified {
  name: string;
  alsoNames?: string[];
}

/** Reads the certificates of these hosts; makes the authority and those that are missing. */
export async function loadCertificates(stateDir: string, certified: Certified[]): Promise<Certificates> {
  const path = join(stateDir, 'certificates.json');
  const kept = await readJson<Kept>(path);
  const missing = certified.filter(({ name }) => !kept?.hosts[name]);
  const { authority, hosts } = kept && missing.length === 0 ? kept : await issueMissing(kept, { missing, path });
  return { authority: authority.certificate, of: ({ name }) => hosts[name] as Certificate };
}

async function issueMissing(kept: Kept | undefined, { missing, path }: { missing: Certified[]; path: string }) {
  const authority = kept?.authority ?? (await issue({ name: 'mysql-group-lab' }));
  const hosts = { ...kept?.hosts };
  for (const host of missing) hosts[host.name] = await issue(host, authority);
  const all = { authority, hosts };
  await writeJson(path, all);
  return all;
}

/** Makes a key and a certificate for it: an authority's, or that of a host, signed by the authority. */
async function issue({ name, alsoNames = [] }: Certified, authority?: Certificate): Promise<Certificate> {
  // Loaded where it is needed: once in the life of a lab.
  const { default: forge } = await import('node-forge');
  const { pki } = forge;
  const { publicKey, privateKey: key } = generateKeyPairSync('rsa', keyOptions);
  const subject = [{ name: 'commonName', value: name }];
  const signer = authority && pki.certificateFromPem(authority.certificate);
  const certificate = pki.createCertificate();
  certificate.publicKey = pki.publicKeyFromPem(publicKey);
  certificate.serialNumber = `01${randomBytes(15).toString('hex')}`;
  // A machine's clock may be behind the one that issues.
  certificate.validity.notBefore = new Date(Date.now() - dayMs);
  certificate.validity.notAfter = new Date(Date.now() + validDays * dayMs);
  certificate.setSubject(subject);
  certificate.setIssuer(signer ? signer.subject.attributes : subject);
  certificate.setExtensions(signer ? listHostExtensions([name, ...alsoNames], signer) : authorityExtensions);
  certificate.sign(pki.privateKeyFromPem(authority?.key ?? key), forge.md.sha256.create());
  return { certificate: pki.certificateToPem(certificate), key };
}

// As long as a lab may live: no part of it renews a certificate.
const validDays = 20 * 365;
const dayMs = 86_400_000;

const keyOptions = {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
} as const;

const authorityExtensions = [
  { name: 'basicConstraints', cA: true, pathLenConstraint: 0, critical: true },
  { name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true },
  { name: 'subjectKeyIdentifier' },
];

const listHostExtensions = (names: string[], signer: pki.Certificate) => [
  { name: 'basicConstraints', cA: false, critical: true },
  { name: 'keyUsage', digitalSignature: true, keyEncipherment: true, critical: true },
  // Members of a group are client and server of each other. A host that clients know by further names is a server only,
  // so that its key lets no program into the group.
  { name: 'extKeyUsage', serverAuth: true, clientAuth: names.length === 1 },
  { name: 'subjectAltName', altNames: names.map(toAltName) },
  { name: 'subjectKeyIdentifier' },
  { name: 'authorityKeyIdentifier', keyIdentifier: signer.generateSubjectKeyIdentifier().getBytes() },
];

// RFC 5280 numbers the kinds of names: 2 is one of DNS, 7 an address.
const toAltName = (name: string) => (isIP(name) ? { type: 7, ip: name } : { type: 2, value: name });
