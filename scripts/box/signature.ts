import { createMessage, readKey, readSignature, verify } from 'openpgp';

/** Whether the owner of the armored key signed the text. */
export async function isSignedBy(armoredKey: string, text: Buffer, signature: Buffer): Promise<boolean> {
  try {
    const { signatures } = await verify({
      message: await createMessage({ binary: text }),
      signature: await parseSignature(signature),
      verificationKeys: await readKey({ armoredKey }),
    });
    for (const { verified } of signatures) await verified;
    return signatures.length > 0;
  } catch {
    return false;
  }
}

function parseSignature(signature: Buffer) {
  const isArmored = signature.includes('-----BEGIN PGP SIGNATURE-----');
  return isArmored
    ? readSignature({ armoredSignature: signature.toString() })
    : readSignature({ binarySignature: signature });
}
