/** RealWorld's names of Ionicons; the style sheet draws them. */
export type IconName =
  | 'ion-close-round'
  | 'ion-compose'
  | 'ion-edit'
  | 'ion-gear-a'
  | 'ion-heart'
  | 'ion-ios-bell'
  | 'ion-minus-round'
  | 'ion-plus-round'
  | 'ion-trash-a';

export const Icon = ({ name }: { name: IconName }) => <i class={name} aria-hidden="true" />;
