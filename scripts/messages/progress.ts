/** Tells a person, in a few words, what a step is at. */
export type Progress = (text: string) => void;
