import { UserError } from '../messages/user-error.ts';
import { readPublishedSum } from './cloud-image.ts';
import { findMadeBox, vagrantBoxes } from './made-boxes.ts';
import { type BoxWish, boxName, describeImage } from './make-box.ts';

/** Says that the box is of the image that its makers publish now; it is an error where there is none, or an older one. */
export async function checkBox(wish: BoxWish, signal: AbortSignal, boxes = vagrantBoxes()): Promise<string> {
  const next = `./lab box --provider ${wish.provider}`;
  const box = await findMadeBox(boxes, { name: boxName, provider: wish.provider });
  if (!box) throw new UserError(`Vagrant has no box ${boxName} for ${wish.provider}`, { next });
  if (!box.facts)
    throw new UserError(`The box ${boxName} for ${wish.provider} does not say what it was made of`, { next });
  const { made, image, sha256 } = box.facts;
  const published = await describeImage(wish);
  if (image !== published.file)
    throw new UserError(`The box of ${made} was made of ${image}; ${published.file} is asked for`, { next });
  if (sha256 === (await readPublishedSum(published, signal)))
    return `The box of ${made} is up to date: it was made of the ${image} that is published now.`;
  throw new UserError(`The box of ${made} is out of date: another ${image} was published since`, { next });
}
